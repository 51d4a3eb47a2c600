SELECT subscriber, (2147483647 - (max(((at)::bigint << 32) | (2147483647 - place)) & 2147483647))::integer AS place
FROM (
  SELECT subscriber, place, 0::bigint + moment AS at
  FROM (
    SELECT * FROM derived.facts_calls_20160101
    UNION ALL
    SELECT * FROM derived.facts_sms_20160101
  ) AS seen
  JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-01' BETWEEN first_day AND last_day) AS places USING (cell)
  WHERE moment >= date_part('epoch', '2016-01-01T12:00:00'::timestamptz - '2016-01-01'::timestamptz) * 1000
  UNION ALL
  SELECT subscriber, place, 134217728::bigint + moment AS at
  FROM derived.facts_calls_20160102 AS seen
  JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-02' BETWEEN first_day AND last_day) AS places USING (cell)
  WHERE moment < date_part('epoch', '2016-01-02T12:00:00'::timestamptz - '2016-01-02'::timestamptz) * 1000
) AS seen
GROUP BY subscriber
