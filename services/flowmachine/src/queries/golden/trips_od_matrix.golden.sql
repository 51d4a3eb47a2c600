SELECT *
FROM (
  SELECT origins.pcod AS pcod_from, destinations.pcod AS pcod_to, value
  FROM (
    SELECT earlier.place AS origin, later.place AS destination, count(*) AS value
    FROM cache.x_visit_spans AS earlier
    JOIN cache.x_visit_spans AS later USING (subscriber)
    WHERE earlier.place <> later.place AND earlier.first_at < later.last_at
    GROUP BY origin, destination
  ) AS pairs
  LEFT JOIN cache.x_places AS origins ON origins.place = origin
  LEFT JOIN cache.x_places AS destinations ON destinations.place = destination
  ORDER BY origin, destination
) AS aggregate
WHERE value >= 16
