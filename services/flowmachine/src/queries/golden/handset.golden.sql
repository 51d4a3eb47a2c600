SELECT DISTINCT ON (subscriber) subscriber, value
FROM (
  SELECT subscriber, tacs.brand AS value, sum(events) AS events
  FROM (
    SELECT subscriber, tac, count(*) AS events
    FROM (
      SELECT subscriber, datetime AS moment, tac
      FROM events.calls_20160101 AS raw
      JOIN derived.subscribers USING (msisdn)
      WHERE tac IS NOT NULL
      UNION ALL
      SELECT subscriber, datetime AS moment, tac
      FROM events.sms_20160101 AS raw
      JOIN derived.subscribers USING (msisdn)
      WHERE tac IS NOT NULL
      UNION ALL
      SELECT subscriber, datetime AS moment, tac
      FROM events.calls_20160102 AS raw
      JOIN derived.subscribers USING (msisdn)
      WHERE tac IS NOT NULL
    ) AS events
    GROUP BY subscriber, tac
  ) AS handsets
  LEFT JOIN infrastructure.tacs AS tacs ON tacs.id = tac
  GROUP BY subscriber, tacs.brand
) AS counted
ORDER BY subscriber, events DESC, value COLLATE "C"
