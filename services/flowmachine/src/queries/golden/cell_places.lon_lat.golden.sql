SELECT DISTINCT cells.cell, places.place, cells.first_day, cells.last_day
FROM (
  WITH versions AS (
    SELECT numbered.cell, id, version, site_id, geom_point,
      coalesce(date_of_first_service, '-infinity') AS first_day,
      coalesce(date_of_last_service, 'infinity') AS last_day
    FROM infrastructure.cells
    JOIN derived.cells AS numbered ON numbered.location_id = id
  ), stretches AS (
    SELECT cell, day AS first_day, coalesce(lead(day) OVER (PARTITION BY cell ORDER BY day) - 1, 'infinity') AS last_day
    FROM (
      SELECT cell, first_day AS day FROM versions
      UNION
      SELECT cell, last_day + 1 FROM versions WHERE last_day < 'infinity'
    ) AS changes
  )
  SELECT DISTINCT ON (cell, stretches.first_day) cell, id, site_id, geom_point, stretches.first_day, stretches.last_day
  FROM stretches
  JOIN versions USING (cell)
  WHERE stretches.first_day BETWEEN versions.first_day AND versions.last_day
  ORDER BY cell, stretches.first_day, version DESC
) AS cells
JOIN geography.sites_of_cells AS mapping ON mapping.id = cells.id
JOIN geography.site_points AS points ON points.site = mapping.site
JOIN cache.x_places AS places ON places.lon = ST_X(points.geom_point) AND places.lat = ST_Y(points.geom_point)
