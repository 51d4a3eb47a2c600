SELECT subscriber, 100 * count(*) FILTER (WHERE hour >= 0 AND hour < 6)::double precision / count(*) AS value
FROM (
  SELECT subscriber, clock / 3600000 % 24 AS hour
  FROM (
    SELECT subscriber, 0::bigint + (extract(epoch FROM ('2016-03-27'::timestamptz + moment * interval '1 millisecond')::time) * 1000)::integer AS clock
    FROM derived.facts_calls_20160327 AS seen
  ) AS active
) AS active
GROUP BY subscriber
