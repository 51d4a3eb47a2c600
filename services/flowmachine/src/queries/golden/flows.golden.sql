SELECT *
FROM (
  SELECT origins.pcod AS pcod_from, destinations.pcod AS pcod_to, count(*) AS value
  FROM cache.x_modal_location AS origins
  LEFT JOIN cache.x_daily_location AS destinations USING (subscriber)
  GROUP BY pcod_from, pcod_to
  ORDER BY pcod_from, pcod_to
) AS aggregate
WHERE value >= 16
