SELECT subscriber, count(*) AS value
FROM (
  SELECT subscriber, 0 AS period
  FROM (
    SELECT DISTINCT subscriber
    FROM (
      SELECT * FROM derived.facts_calls_20160101
      UNION ALL
      SELECT * FROM derived.facts_sms_20160101
    ) AS seen
  ) AS active
  UNION ALL
  SELECT subscriber, 1 AS period
  FROM (
    SELECT DISTINCT subscriber
    FROM derived.facts_calls_20160102 AS seen
  ) AS active
) AS active
GROUP BY subscriber
