SELECT subscriber, (2147483647 - (max(((at)::bigint << 32) | (2147483647 - place)) & 2147483647))::integer AS place
FROM (
  SELECT subscriber, place, 0::bigint + moment AS at
  FROM derived.facts_calls_20160327 AS seen
  JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-03-27' BETWEEN first_day AND last_day) AS places USING (cell)
  WHERE extract(hour FROM ('2016-03-27'::timestamptz + moment * interval '1 millisecond'))::integer >= 0 AND extract(hour FROM ('2016-03-27'::timestamptz + moment * interval '1 millisecond'))::integer < 6
) AS seen
GROUP BY subscriber
