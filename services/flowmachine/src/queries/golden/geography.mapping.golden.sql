SELECT gid, pcod, ST_AsGeoJSON(geom)::jsonb AS geometry, ST_AsGeoJSON(ST_Centroid(geom))::jsonb AS centroid
FROM (
  SELECT row_number() OVER (ORDER BY pcod COLLATE "C") AS gid, pcod, geom
  FROM (
    SELECT admin3pcod::text AS pcod, ST_Union(regions.geom) AS geom
    FROM (SELECT DISTINCT admin3pcod FROM geography.districts_of_cells WHERE admin3pcod IS NOT NULL) AS mapping
    LEFT JOIN geography.admin3 AS regions USING (admin3pcod)
    GROUP BY admin3pcod
  ) AS places
) AS places
ORDER BY pcod
