SELECT pcod, value
FROM (
  SELECT pcod, value, subscribers
  FROM (
    SELECT DISTINCT ON (place) place, value, count(*) AS subscribers
    FROM (
      SELECT place, value COLLATE "C" AS value
      FROM cache.x_modal_location AS located
      JOIN cache.x_handset AS metric USING (subscriber)
    ) AS joined
    WHERE value IS NOT NULL
    GROUP BY place, value
    ORDER BY place, subscribers DESC, value
  ) AS aggregated
  JOIN cache.x_places AS places USING (place)
  ORDER BY place
) AS aggregate
WHERE subscribers >= 16
