SELECT *
FROM (
  SELECT count(*) AS value, edges[bin] AS lower_edge, edges[bin + 1] AS upper_edge
  FROM (
    SELECT edges, least(width_bucket(value, edges), cardinality(edges) - 1) AS bin
    FROM cache.x_radius_of_gyration AS metric
    CROSS JOIN (
      SELECT ARRAY[0, 2.5, 5, 7.5, 10]::double precision[] AS edges
    ) AS bins
    WHERE value BETWEEN edges[1] AND edges[cardinality(edges)] AND value BETWEEN 0::double precision AND 10::double precision
  ) AS binned
  GROUP BY edges, bin
  ORDER BY bin
) AS aggregate
WHERE value >= 16
