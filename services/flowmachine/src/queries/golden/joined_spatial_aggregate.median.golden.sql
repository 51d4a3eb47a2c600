SELECT pcod, value
FROM (
  SELECT pcod, value, subscribers
  FROM (
    SELECT place, percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS value, count(*) / 2 AS subscribers
    FROM (
      SELECT place, value::double precision AS value
      FROM cache.x_modal_location AS located
      JOIN cache.x_radius_of_gyration AS metric USING (subscriber)
    ) AS joined
    GROUP BY place
  ) AS aggregated
  JOIN cache.x_places AS places USING (place)
  ORDER BY place
) AS aggregate
WHERE subscribers >= 16
