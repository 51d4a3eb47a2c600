SELECT *
FROM (
  SELECT origins.pcod AS pcod_from, destinations.pcod AS pcod_to, value
  FROM (
    SELECT earlier.place AS origin, later.place AS destination, count(*) AS value
    FROM cache.x_modal_location AS earlier
    LEFT JOIN cache.x_daily_location AS later USING (subscriber)
    GROUP BY origin, destination
  ) AS pairs
  LEFT JOIN cache.x_places AS origins ON origins.place = origin
  LEFT JOIN cache.x_places AS destinations ON destinations.place = destination
  ORDER BY origin, destination
) AS aggregate
WHERE value >= 16
