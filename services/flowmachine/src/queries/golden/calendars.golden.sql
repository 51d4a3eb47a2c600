SELECT subscriber, array_agg(period ORDER BY period) AS periods
FROM (
  SELECT DISTINCT subscriber, period
  FROM (
    SELECT DISTINCT subscriber, least(greatest((0::bigint + moment - 23400000) / 28800000, 0), 4)::integer AS period
    FROM (
      SELECT * FROM derived.facts_calls_20160101
      UNION ALL
      SELECT * FROM derived.facts_sms_20160101
    ) AS seen
    WHERE moment >= date_part('epoch', '2016-01-01T06:30:00'::timestamptz - '2016-01-01'::timestamptz) * 1000
    UNION ALL
    SELECT DISTINCT subscriber, least(greatest((86400000::bigint + moment - 23400000) / 28800000, 0), 4)::integer AS period
    FROM derived.facts_calls_20160102 AS seen
    WHERE moment < date_part('epoch', '2016-01-02T22:30:00'::timestamptz - '2016-01-02'::timestamptz) * 1000
  ) AS days
) AS active
GROUP BY subscriber
