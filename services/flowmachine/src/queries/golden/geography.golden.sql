SELECT gid, pcod,
  ST_AsGeoJSON(geom)::jsonb AS geometry, ST_AsGeoJSON(ST_Centroid(geom))::jsonb AS centroid
FROM cache.x_places
ORDER BY place
