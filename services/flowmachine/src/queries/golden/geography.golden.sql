SELECT gid, pcod, ST_AsGeoJSON(geom)::jsonb AS geometry, ST_AsGeoJSON(ST_Centroid(geom))::jsonb AS centroid
FROM (
  SELECT gid, admin3pcod AS pcod, geom FROM geography.admin3
) AS places
ORDER BY pcod
