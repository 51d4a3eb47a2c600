SELECT subscriber, value
FROM (
  SELECT subscriber, (max(greatest(found, left_behind)))::double precision AS value
  FROM (
    SELECT subscriber, moment, pre_event_balance AS found, post_event_balance AS left_behind
    FROM (
      SELECT subscriber, moment, recharge_amount, pre_event_balance, post_event_balance FROM (
        SELECT msisdn, datetime AS moment, recharge_amount, pre_event_balance, post_event_balance
        FROM events.topups_20160101
      ) AS raw
      JOIN derived.subscribers USING (msisdn)
    ) AS topups
    WHERE pre_event_balance IS NOT NULL AND post_event_balance IS NOT NULL
  ) AS numbers
  GROUP BY subscriber
) AS values
WHERE value IS NOT NULL
