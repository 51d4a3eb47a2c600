SELECT *
FROM (
  SELECT pcod, value
  FROM (
    SELECT place, count(*) AS value
    FROM cache.x_modal_location
    GROUP BY place
  ) AS counted
  LEFT JOIN cache.x_places AS places USING (place)
  ORDER BY place
) AS aggregate
WHERE value >= 16
