SELECT *
FROM (
  SELECT count(*) AS value, edges[bin] AS lower_edge, edges[bin + 1] AS upper_edge
  FROM (
    SELECT edges, least(width_bucket(value, edges), cardinality(edges) - 1) AS bin
    FROM cache.x_radius_of_gyration AS metric
    CROSS JOIN (
      SELECT edges
      FROM (
        SELECT 16 * 2 ^ doublings AS people
        FROM generate_series(0, 7) AS doublings
        ORDER BY people
      ) AS beyond
      CROSS JOIN LATERAL (SELECT value::numeric AS low FROM cache.x_radius_of_gyration ORDER BY value ASC OFFSET people - 1 LIMIT 1) AS lowest
      CROSS JOIN LATERAL (SELECT value::numeric AS high FROM cache.x_radius_of_gyration ORDER BY value DESC OFFSET people - 1 LIMIT 1) AS highest
      CROSS JOIN LATERAL (
        SELECT ARRAY(
          SELECT (floor(low / width) * width + width * edge)::double precision
          FROM generate_series(0, 4) AS edge
          ORDER BY edge
        ) AS edges
        FROM (
          SELECT digit * 10::numeric ^ power AS width
          FROM generate_series(-3, 12) AS power
          CROSS JOIN (VALUES (1), (2), (5)) AS digits (digit)
        ) AS widths
        WHERE floor(low / width) * width + width * 4 >= high
        ORDER BY width
        LIMIT 1
      ) AS narrowest
      WHERE low <= high AND (
        SELECT count(*) FILTER (WHERE bin = 1) >= 16
          AND count(*) FILTER (WHERE bin = last) >= 16
          AND count(*) FILTER (WHERE bin IN (1, last)) >= 32
        FROM (
          SELECT least(width_bucket(value, edges), cardinality(edges) - 1) AS bin, least(width_bucket(high::double precision, edges), cardinality(edges) - 1) AS last
          FROM cache.x_radius_of_gyration AS metric
          WHERE value BETWEEN edges[1] AND edges[5]
        ) AS binned
      )
      ORDER BY people
      LIMIT 1
    ) AS bins
    WHERE value BETWEEN edges[1] AND edges[cardinality(edges)] 
  ) AS binned
  GROUP BY edges, bin
  ORDER BY bin
) AS aggregate
WHERE value >= 16
