SELECT metric, key, value
FROM (
  SELECT *, CASE
      WHEN small_parts = 0 OR (
        small_parts >= 3
        AND in_small_parts BETWEEN 15 AND 15 * (small_parts - 1)
      ) THEN 0
      ELSE min(large_parts) FILTER (
        WHERE subscribers >= 16
          AND in_small_parts + in_large_parts >= 16 * large_parts + 15
      ) OVER ()
    END AS large_parts_withheld
  FROM (
    SELECT *,
      count(*) FILTER (WHERE subscribers < 16) OVER () AS small_parts,
      coalesce(sum(subscribers) FILTER (WHERE subscribers < 16) OVER (), 0) AS in_small_parts,
      count(*) FILTER (WHERE subscribers >= 16) OVER so_far AS large_parts,
      sum(subscribers) FILTER (WHERE subscribers >= 16) OVER so_far AS in_large_parts
    FROM (
      SELECT metric, key, value, subscribers
      FROM (
        SELECT place, 'value' AS metric, value AS key, count(*) AS subscribers,
          count(*) / sum(count(*)) OVER (PARTITION BY place)::double precision AS value
        FROM (
          SELECT 0 AS place, value COLLATE "C" AS value FROM cache.x_handset AS metric
        ) AS joined
        GROUP BY place, joined.value
      ) AS aggregated
      ORDER BY key
    ) AS aggregate
    WINDOW so_far AS ( ORDER BY key NULLS FIRST ROWS UNBOUNDED PRECEDING)
  ) AS parts
) AS parts
WHERE subscribers >= 16 AND large_parts > large_parts_withheld
