SELECT row_number() OVER (ORDER BY grid_id COLLATE "C")::integer AS place, *
FROM (
  SELECT row_number() OVER (ORDER BY x, y) AS gid, grid_id,
    ST_Transform(
      ST_MakeEnvelope(x * 5000, y * 5000, (x + 1) * 5000, (y + 1) * 5000, 6933),
      4326
    ) AS geom
  FROM (
    SELECT DISTINCT grid_id, x, y
    FROM infrastructure.cells AS cells
    CROSS JOIN LATERAL (
      SELECT floor(ST_X(projected) / 5000)::integer AS x, floor(ST_Y(projected) / 5000)::integer AS y
      FROM ST_Transform(cells.geom_point, 6933) AS projected
    ) AS square
    CROSS JOIN LATERAL (SELECT format('%skmE%sN%s', 5::integer, x, y) AS grid_id) AS named
    WHERE cells.geom_point IS NOT NULL
  ) AS squares
) AS places
