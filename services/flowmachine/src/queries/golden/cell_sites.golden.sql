SELECT cell, dense_rank() OVER (ORDER BY sites.id COLLATE "C", version)::integer AS place, sites.geom_point,
  greatest(cells.first_day, sites.first_day) AS first_day, least(cells.last_day, sites.last_day) AS last_day
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
JOIN (
  WITH versions AS (
    SELECT id, version, geom_point,
      coalesce(date_of_first_service, '-infinity') AS first_day,
      coalesce(date_of_last_service, 'infinity') AS last_day
    FROM infrastructure.sites
  ), stretches AS (
    SELECT id, day AS first_day, coalesce(lead(day) OVER (PARTITION BY id ORDER BY day) - 1, 'infinity') AS last_day
    FROM (
      SELECT id, first_day AS day FROM versions
      UNION
      SELECT id, last_day + 1 FROM versions WHERE last_day < 'infinity'
    ) AS changes
  )
  SELECT DISTINCT ON (id, stretches.first_day) id, version, geom_point, stretches.first_day, stretches.last_day
  FROM stretches
  JOIN versions USING (id)
  WHERE stretches.first_day BETWEEN versions.first_day AND versions.last_day
  ORDER BY id, stretches.first_day, version DESC
) AS sites ON sites.id = site_id AND cells.first_day <= sites.last_day AND sites.first_day <= cells.last_day
WHERE sites.geom_point IS NOT NULL
