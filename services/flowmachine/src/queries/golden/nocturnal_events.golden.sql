SELECT subscriber, 100 * count(*) FILTER (WHERE (hour >= 20 OR hour < 6))::double precision / count(*) AS value
FROM (
  SELECT subscriber, clock / 3600000 % 24 AS hour
  FROM (
    SELECT subscriber, 0::bigint + moment AS clock
    FROM (
      SELECT * FROM derived.facts_calls_20160101
      UNION ALL
      SELECT * FROM derived.facts_sms_20160101
    ) AS seen
    UNION ALL
    SELECT subscriber, 86400000::bigint + moment AS clock
    FROM derived.facts_calls_20160102 AS seen
  ) AS active
) AS active
GROUP BY subscriber
