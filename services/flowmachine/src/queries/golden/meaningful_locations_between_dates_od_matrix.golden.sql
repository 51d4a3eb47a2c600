SELECT label_from, label_to, pcod_from, pcod_to, value
FROM (
  SELECT origins.pcod AS pcod_from, destinations.pcod AS pcod_to, label_from, label_to, value, subscribers
  FROM (
    SELECT 'home' AS label_from, 'home' AS label_to, *
    FROM (
      SELECT one.place AS origin, other.place AS destination,
        sum((one.there * other.there)::numeric / (one.clusters * other.clusters))::double precision AS value,
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
      ) AS one
      JOIN (
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
      ) AS other USING (subscriber)
      GROUP BY origin, destination
    ) AS shares
  ) AS pairs
  LEFT JOIN cache.x_places AS origins ON origins.place = origin
  LEFT JOIN cache.x_places AS destinations ON destinations.place = destination
  ORDER BY origin, destination
) AS aggregate
WHERE subscribers >= 16
