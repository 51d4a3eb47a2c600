SELECT label, pcod, value
FROM (
  SELECT pcod, label, value, subscribers
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
        JOIN geography.admin3 AS regions ON ST_Within(cells.geom_point, regions.geom)
        JOIN cache.x_places AS places USING (gid)
      ) AS located USING (geom_point)
      GROUP BY subscriber, place, clusters
    ) AS shares
    GROUP BY place
  ) AS counted
  LEFT JOIN cache.x_places AS places USING (place)
  ORDER BY place
) AS aggregate
WHERE subscribers >= 16
