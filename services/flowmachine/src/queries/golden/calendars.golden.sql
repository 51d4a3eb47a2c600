SELECT subscriber, array_agg(period ORDER BY period) AS periods
FROM (
  SELECT DISTINCT subscriber, least(greatest((clock - 23400000) / 28800000, 0), 4)::integer AS period
  FROM (
    SELECT subscriber, 0::bigint + moment AS clock
    FROM (
      SELECT * FROM derived.facts_calls_20160101
      UNION ALL
      SELECT * FROM derived.facts_sms_20160101
    ) AS seen
    WHERE moment >= date_part('epoch', '2016-01-01T06:30:00'::timestamptz - '2016-01-01'::timestamptz) * 1000
    UNION ALL
    SELECT subscriber, 86400000::bigint + moment AS clock
    FROM derived.facts_calls_20160102 AS seen
    WHERE moment < date_part('epoch', '2016-01-02T22:30:00'::timestamptz - '2016-01-02'::timestamptz) * 1000
  ) AS active
) AS active
GROUP BY subscriber
