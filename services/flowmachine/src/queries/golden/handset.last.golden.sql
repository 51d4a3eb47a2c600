SELECT subscriber, tacs.brand AS value
FROM (
  SELECT subscriber, (max(ARRAY[extract(epoch FROM moment), tac]))[2] AS tac
  FROM (
    SELECT subscriber, moment, tac
    FROM (
      SELECT msisdn, datetime AS moment, tac
      FROM events.calls_20160101
      WHERE tac IS NOT NULL
      UNION ALL
      SELECT msisdn, datetime AS moment, tac
      FROM events.sms_20160101
      WHERE tac IS NOT NULL
      UNION ALL
      SELECT msisdn, datetime AS moment, tac
      FROM events.calls_20160102
      WHERE tac IS NOT NULL
    ) AS raw
    JOIN derived.subscribers USING (msisdn)
  ) AS events
  GROUP BY subscriber
) AS latest
LEFT JOIN infrastructure.tacs AS tacs ON tacs.id = tac
