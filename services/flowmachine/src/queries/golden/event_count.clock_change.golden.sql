SELECT subscriber, count(*) AS value
FROM (
  SELECT subscriber, 0::bigint + (extract(epoch FROM ('2016-03-27'::timestamptz + moment * interval '1 millisecond')::time) * 1000)::integer AS clock
  FROM derived.facts_calls_20160327 AS seen
  WHERE moment < date_part('epoch', '2016-03-27T12:00:00'::timestamptz - '2016-03-27'::timestamptz) * 1000 AND extract(hour FROM ('2016-03-27'::timestamptz + moment * interval '1 millisecond'))::integer >= 2 AND extract(hour FROM ('2016-03-27'::timestamptz + moment * interval '1 millisecond'))::integer < 8 AND subscriber IN (SELECT subscriber FROM cache.x_daily_location)
) AS active
GROUP BY subscriber
