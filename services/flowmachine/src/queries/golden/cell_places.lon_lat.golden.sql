SELECT DISTINCT numbered.cell, places.place,
  coalesce(cells.date_of_first_service, '-infinity') AS first_day,
  coalesce(cells.date_of_last_service, 'infinity') AS last_day
FROM infrastructure.cells AS cells
JOIN derived.cells AS numbered ON numbered.location_id = cells.id
JOIN geography.sites_of_cells AS mapping ON mapping.id = cells.id
JOIN geography.site_points AS points ON points.site = mapping.site
JOIN cache.x_places AS places ON places.lon = ST_X(points.geom_point) AND places.lat = ST_Y(points.geom_point)
