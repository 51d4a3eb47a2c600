SELECT subscriber, tacs.brand AS value
FROM (
  SELECT subscriber, (max(ARRAY[extract(epoch FROM moment), tac]))[2] AS tac
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
  GROUP BY subscriber
) AS latest
LEFT JOIN infrastructure.tacs AS tacs ON tacs.id = tac
