SELECT row_number() OVER (ORDER BY location_id COLLATE "C")::integer AS place, *
FROM (
  SELECT row_number() OVER (ORDER BY location_id COLLATE "C") AS gid, location_id, geom
  FROM (
    SELECT DISTINCT ON (id) id AS location_id, geom_point AS geom
    FROM infrastructure.cells
    ORDER BY id, version DESC
  ) AS cells
) AS places
