SELECT subscriber, value
FROM (
  SELECT subscriber, (min(balance) FILTER (WHERE so_far * 2 >= total))::double precision AS value
  FROM (
    SELECT subscriber, balance,
      sum(seconds) OVER (PARTITION BY subscriber ORDER BY balance) AS so_far,
      sum(seconds) OVER (PARTITION BY subscriber) AS total
    FROM (
      SELECT subscriber, held.balance, held.seconds
      FROM (
        SELECT subscriber, moment, left_behind,
          (lag(left_behind, 1, found) OVER in_order + found) / 2 AS balance_before,
          moment - lag(moment, 1, '2016-01-01'::timestamptz) OVER in_order AS time_before,
          lead(moment) OVER in_order IS NULL AS is_last
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
        ) AS topups
        WINDOW in_order AS (PARTITION BY subscriber ORDER BY moment, found, left_behind)
      ) AS topups
      CROSS JOIN LATERAL (
        VALUES
          (balance_before, extract(epoch FROM time_before)),
          (left_behind, CASE WHEN is_last THEN extract(epoch FROM '2016-01-03'::timestamptz - moment) END)
      ) AS held (balance, seconds)
      WHERE held.seconds > 0
    ) AS held
  ) AS numbers
  GROUP BY subscriber
) AS values
WHERE value IS NOT NULL
