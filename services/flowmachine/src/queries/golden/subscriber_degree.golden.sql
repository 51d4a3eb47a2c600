SELECT subscriber, count(*) AS value
FROM (
  SELECT subscriber, contact, count(*) AS events
  FROM (
    SELECT msisdn, msisdn_counterpart AS contact
    FROM events.calls_20160101
    WHERE msisdn_counterpart <> msisdn AND outgoing
    UNION ALL
    SELECT msisdn, msisdn_counterpart AS contact
    FROM events.sms_20160101
    WHERE msisdn_counterpart <> msisdn AND outgoing
    UNION ALL
    SELECT msisdn, msisdn_counterpart AS contact
    FROM events.calls_20160102
    WHERE msisdn_counterpart <> msisdn AND outgoing
  ) AS raw
  JOIN derived.subscribers USING (msisdn)
  GROUP BY subscriber, contact
) AS contacts
GROUP BY subscriber
