SELECT *
FROM (
  SELECT origins.pcod AS pcod_from, destinations.pcod AS pcod_to, value
  FROM (
    SELECT origin, destination, count(*) AS value
    FROM cache.x_steps
    GROUP BY origin, destination
  ) AS pairs
  LEFT JOIN cache.x_places AS origins ON origins.place = origin
  LEFT JOIN cache.x_places AS destinations ON destinations.place = destination
  ORDER BY origin, destination
) AS aggregate
WHERE value >= 16
