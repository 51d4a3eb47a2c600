SELECT row_number() OVER (ORDER BY pcod COLLATE "C")::integer AS place, *
FROM (
  SELECT min(gid) AS gid, admin3pcod::text AS pcod, ST_Union(regions.geom) AS geom
  FROM (SELECT DISTINCT admin3pcod FROM geography.districts_of_cells WHERE admin3pcod IS NOT NULL) AS mapping
  LEFT JOIN geography.admin3 AS regions USING (admin3pcod)
  GROUP BY admin3pcod
) AS places
