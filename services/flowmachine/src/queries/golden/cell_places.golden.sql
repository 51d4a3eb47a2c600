SELECT DISTINCT numbered.cell, places.place,
  coalesce(cells.date_of_first_service, '-infinity') AS first_day,
  coalesce(cells.date_of_last_service, 'infinity') AS last_day
FROM infrastructure.cells AS cells
JOIN derived.cells AS numbered ON numbered.location_id = cells.id
JOIN cache.x_places AS places ON ST_Within(cells.geom_point, places.geom)
