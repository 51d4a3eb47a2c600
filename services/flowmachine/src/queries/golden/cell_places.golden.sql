SELECT DISTINCT numbered.cell, places.place, cells.first_day, cells.last_day
FROM (
  WITH versions AS (
    SELECT id, version, geom_point,
      coalesce(date_of_first_service, '-infinity') AS first_day,
      coalesce(date_of_last_service, 'infinity') AS last_day
    FROM infrastructure.cells
  ), stretches AS (
    SELECT id, day AS first_day, coalesce(lead(day) OVER (PARTITION BY id ORDER BY day) - 1, 'infinity') AS last_day
    FROM (
      SELECT id, first_day AS day FROM versions
      UNION
      SELECT id, last_day + 1 FROM versions WHERE last_day < 'infinity'
    ) AS changes
  )
  SELECT DISTINCT ON (id, stretches.first_day) id, geom_point, stretches.first_day, stretches.last_day
  FROM stretches
  JOIN versions USING (id)
  WHERE stretches.first_day BETWEEN versions.first_day AND versions.last_day
  ORDER BY id, stretches.first_day, version DESC
) AS cells
JOIN derived.cells AS numbered ON numbered.location_id = cells.id
JOIN cache.x_places AS places ON ST_Within(cells.geom_point, places.geom)
