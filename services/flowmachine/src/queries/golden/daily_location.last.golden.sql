SELECT subscriber, (2147483647 - (max(((at)::bigint << 32) | (2147483647 - place)) & 2147483647))::integer AS place
FROM (
  SELECT subscriber, place, 0::bigint + last AS at
  FROM (
    SELECT * FROM derived.visits_calls_20160101
    UNION ALL
    SELECT * FROM derived.visits_sms_20160101
  ) AS seen
  JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-01' BETWEEN first_day AND last_day) AS places USING (cell)
) AS seen
GROUP BY subscriber
