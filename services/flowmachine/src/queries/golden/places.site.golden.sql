SELECT row_number() OVER (ORDER BY site_id COLLATE "C")::integer AS place, *
FROM (
  SELECT row_number() OVER (ORDER BY site_id COLLATE "C") AS gid, site_id, geom
  FROM (
    SELECT DISTINCT ON (site_id) site_id, geom
    FROM (
      SELECT id AS site_id, version, geom_point AS geom FROM infrastructure.sites
      UNION ALL
      SELECT site_id, NULL, NULL FROM infrastructure.cells WHERE site_id IS NOT NULL
    ) AS named
    ORDER BY site_id, version DESC NULLS LAST
  ) AS sites
) AS places
