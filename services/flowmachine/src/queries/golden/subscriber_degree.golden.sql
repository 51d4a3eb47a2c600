SELECT subscriber, count(*) AS value
FROM (
  SELECT DISTINCT subscriber, contact
  FROM (
    SELECT subscriber, contact
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
  ) AS interactions
) AS contacts
GROUP BY subscriber
