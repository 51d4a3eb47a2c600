SELECT row_number() OVER (ORDER BY lon, lat)::integer AS place, *
FROM (
  SELECT row_number() OVER (ORDER BY lon, lat) AS gid, lon, lat, ST_SetSRID(ST_Point(lon, lat), 4326) AS geom
  FROM (
    SELECT DISTINCT ST_X(points.geom_point) AS lon, ST_Y(points.geom_point) AS lat
    FROM infrastructure.cells AS cells
    CROSS JOIN LATERAL (SELECT cells.geom_point) AS points
    WHERE points.geom_point IS NOT NULL
  ) AS points
) AS places
