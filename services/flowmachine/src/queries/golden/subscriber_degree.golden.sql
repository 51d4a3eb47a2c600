SELECT subscriber, count(*) AS value
FROM (
  SELECT DISTINCT subscriber, contact
  FROM (
    SELECT subscriber, msisdn_counterpart AS contact
    FROM events.calls_20160101 AS raw
    JOIN derived.subscribers USING (msisdn)
    WHERE msisdn_counterpart <> raw.msisdn AND outgoing
    UNION ALL
    SELECT subscriber, msisdn_counterpart AS contact
    FROM events.sms_20160101 AS raw
    JOIN derived.subscribers USING (msisdn)
    WHERE msisdn_counterpart <> raw.msisdn AND outgoing
    UNION ALL
    SELECT subscriber, msisdn_counterpart AS contact
    FROM events.calls_20160102 AS raw
    JOIN derived.subscribers USING (msisdn)
    WHERE msisdn_counterpart <> raw.msisdn AND outgoing
  ) AS interactions
) AS contacts
GROUP BY subscriber
