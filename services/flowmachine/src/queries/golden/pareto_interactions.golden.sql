SELECT subscriber, count(*) FILTER (WHERE with_those_before - events < enough)::double precision / count(*) AS value
FROM (
  SELECT subscriber, events,
    sum(events) OVER (PARTITION BY subscriber ORDER BY events DESC ROWS UNBOUNDED PRECEDING) AS with_those_before,
    ceil(0.8 * sum(events) OVER (PARTITION BY subscriber)) AS enough
  FROM (
    SELECT subscriber, contact, count(*) AS events
    FROM (
      SELECT msisdn, msisdn_counterpart AS contact
      FROM events.calls_20160101
      WHERE msisdn_counterpart <> msisdn AND extract(hour FROM datetime) >= 8 AND extract(hour FROM datetime) < 20
      UNION ALL
      SELECT msisdn, msisdn_counterpart AS contact
      FROM events.sms_20160101
      WHERE msisdn_counterpart <> msisdn AND extract(hour FROM datetime) >= 8 AND extract(hour FROM datetime) < 20
      UNION ALL
      SELECT msisdn, msisdn_counterpart AS contact
      FROM events.calls_20160102
      WHERE msisdn_counterpart <> msisdn AND extract(hour FROM datetime) >= 8 AND extract(hour FROM datetime) < 20
    ) AS raw
    JOIN derived.subscribers USING (msisdn)
    GROUP BY subscriber, contact
  ) AS contacts
) AS contacts
GROUP BY subscriber
