SELECT label, grid_id, value
FROM (
  SELECT grid_id, label, value, subscribers
  FROM (
    SELECT 'home' AS label, place, sum(there::numeric / clusters)::double precision AS value,
      count(*) AS subscribers
    FROM (
      SELECT subscriber, place, count(*) AS there, clusters
      FROM (
        SELECT subscriber, geom_point, count(*) OVER (PARTITION BY subscriber) AS clusters
        FROM cache.x_labelled_clusters
        WHERE label = 'home'
      ) AS labelled
      LEFT JOIN (
        SELECT cells.geom_point, place
        FROM (SELECT DISTINCT geom_point FROM cache.x_labelled_clusters WHERE label = 'home') AS cells
        CROSS JOIN LATERAL (
          SELECT floor(ST_X(projected) / 5000)::integer AS x, floor(ST_Y(projected) / 5000)::integer AS y
          FROM ST_Transform(cells.geom_point, 6933) AS projected
        ) AS square
        CROSS JOIN LATERAL (SELECT format('%skmE%sN%s', 5::integer, x, y) AS grid_id) AS named
        JOIN cache.x_places AS places USING (grid_id)
      ) AS located USING (geom_point)
      GROUP BY subscriber, place, clusters
    ) AS shares
    GROUP BY place
  ) AS counted
  LEFT JOIN cache.x_places AS places USING (place)
  ORDER BY place
) AS aggregate
WHERE subscribers >= 16
