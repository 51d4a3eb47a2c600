SELECT subscriber, count(*) AS value
FROM (
  SELECT subscriber, 0::bigint + moment AS clock
  FROM (
    SELECT * FROM derived.facts_calls_20160101
    UNION ALL
    SELECT * FROM derived.facts_sms_20160101
  ) AS seen
  WHERE NOT outgoing
  UNION ALL
  SELECT subscriber, 86400000::bigint + moment AS clock
  FROM derived.facts_calls_20160102 AS seen
  WHERE NOT outgoing
) AS active
GROUP BY subscriber
