SELECT subscriber, tacs.brand AS value
FROM (
  SELECT subscriber, (max(ARRAY[extract(epoch FROM last), tac]))[2] AS tac
  FROM (
    SELECT subscriber, tac, events, last FROM (
      SELECT msisdn, tac, count(*) AS events, max(moment) AS last
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
      GROUP BY msisdn, tac
    ) AS raw
    JOIN derived.subscribers USING (msisdn)
  ) AS handsets
  GROUP BY subscriber
) AS latest
LEFT JOIN infrastructure.tacs AS tacs ON tacs.id = tac
