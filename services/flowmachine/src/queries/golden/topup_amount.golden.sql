SELECT subscriber, value
FROM (
  SELECT subscriber, (percentile_cont(0.5) WITHIN GROUP (ORDER BY recharge_amount))::double precision AS value
  FROM (
    SELECT subscriber, recharge_amount
    FROM (
      SELECT subscriber, moment, recharge_amount, pre_event_balance, post_event_balance FROM (
        SELECT msisdn, datetime AS moment, recharge_amount, pre_event_balance, post_event_balance
        FROM events.topups_20160101
      ) AS raw
      JOIN derived.subscribers USING (msisdn)
    ) AS topups
    WHERE recharge_amount IS NOT NULL
    ORDER BY subscriber
  ) AS numbers
  GROUP BY subscriber
) AS values
WHERE value IS NOT NULL
