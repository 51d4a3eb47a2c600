SELECT *
FROM (
  SELECT count(*) AS value, edges[bin] AS lower_edge, edges[bin + 1] AS upper_edge
  FROM (
    SELECT edges, least(width_bucket(value, edges), cardinality(edges) - 1) AS bin
    FROM cache.x_radius_of_gyration AS metric
    CROSS JOIN (
      SELECT ARRAY(
        SELECT (floor(low / width) * width + width * edge)::double precision
        FROM generate_series(0, 4) AS edge
        ORDER BY edge
      ) AS edges
      FROM (SELECT (SELECT value::numeric FROM cache.x_radius_of_gyration ORDER BY value ASC OFFSET 15 LIMIT 1) AS low, (SELECT value::numeric FROM cache.x_radius_of_gyration ORDER BY value DESC OFFSET 15 LIMIT 1) AS high) AS extent
      CROSS JOIN (
        SELECT digit * 10::numeric ^ power AS width
        FROM generate_series(-3, 12) AS power
        CROSS JOIN (VALUES (1), (2), (5)) AS digits (digit)
      ) AS widths
      WHERE floor(low / width) * width + width * 4 >= high
        AND (SELECT count(*) FROM cache.x_radius_of_gyration) >= 32
      ORDER BY width
      LIMIT 1
    ) AS bins
    WHERE value BETWEEN edges[1] AND edges[cardinality(edges)] 
  ) AS binned
  GROUP BY edges, bin
  ORDER BY bin
) AS aggregate
WHERE value >= 16
