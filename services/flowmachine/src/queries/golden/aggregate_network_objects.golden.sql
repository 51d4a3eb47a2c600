SELECT pcod, value, datetime
FROM (
  SELECT pcod, value, datetime, subscribers
  FROM (
    SELECT pcod, percentile_cont(0.5) WITHIN GROUP (ORDER BY value)::double precision AS value,
      date_trunc('month', datetime) AS datetime, min(subscribers) AS subscribers
    FROM cache.x_total_network_objects AS totals
    GROUP BY pcod, date_trunc('month', datetime)
  ) AS aggregated
  WHERE value IS NOT NULL
  ORDER BY pcod, datetime
) AS aggregate
WHERE subscribers >= 16
