SELECT *
FROM (
  SELECT pcod, value
  FROM (
    SELECT place, count(*) AS value
    FROM (
      SELECT subscriber, min(place) AS place
      FROM cache.x_unique_locations
      GROUP BY subscriber
      HAVING count(*) = 1
    ) AS unmoving
    JOIN cache.x_modal_location AS reference USING (subscriber, place)
    GROUP BY place
  ) AS counted
  LEFT JOIN cache.x_places AS places USING (place)
  ORDER BY place
) AS aggregate
WHERE value >= 16
