SELECT pcod_from, pcod_to, value_label, value
FROM (
  SELECT *, CASE
      WHEN small_parts = 0 OR (
        small_parts >= 3
        AND in_small_parts BETWEEN 15 AND 15 * (small_parts - 1)
      ) THEN 0
      ELSE min(large_parts) FILTER (
        WHERE value >= 16
          AND in_small_parts + in_large_parts >= 16 * large_parts + 15
      ) OVER (PARTITION BY pcod_from, pcod_to)
    END AS large_parts_withheld
  FROM (
    SELECT *,
      count(*) FILTER (WHERE value < 16) OVER (PARTITION BY pcod_from, pcod_to) AS small_parts,
      coalesce(sum(value) FILTER (WHERE value < 16) OVER (PARTITION BY pcod_from, pcod_to), 0) AS in_small_parts,
      count(*) FILTER (WHERE value >= 16) OVER so_far AS large_parts,
      sum(value) FILTER (WHERE value >= 16) OVER so_far AS in_large_parts
    FROM (
      SELECT origins.pcod AS pcod_from, destinations.pcod AS pcod_to, value_label, value
      FROM (
        SELECT earlier.place AS origin, later.place AS destination, labels.value AS value_label, count(*) AS value
        FROM cache.x_coalesced_location AS earlier
        JOIN cache.x_coalesced_location AS later USING (subscriber)
        LEFT JOIN cache.x_mobility_classification AS labels USING (subscriber)
        GROUP BY origin, destination, labels.value
      ) AS pairs
      LEFT JOIN cache.x_places AS origins ON origins.place = origin
      LEFT JOIN cache.x_places AS destinations ON destinations.place = destination
      ORDER BY origin, destination
    ) AS aggregate
    WINDOW so_far AS (PARTITION BY pcod_from, pcod_to ORDER BY value_label NULLS FIRST ROWS UNBOUNDED PRECEDING)
  ) AS parts
) AS parts
WHERE value >= 16 AND large_parts > large_parts_withheld
