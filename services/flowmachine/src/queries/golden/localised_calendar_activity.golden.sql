SELECT pcod, value_label, value
FROM (
  SELECT *, CASE
      WHEN small_parts = 0 OR (
        small_parts >= 3
        AND in_small_parts BETWEEN 15 AND 15 * (small_parts - 1)
      ) THEN 0
      ELSE min(large_parts) FILTER (
        WHERE value >= 16
          AND in_small_parts + in_large_parts >= 16 * large_parts + 15
      ) OVER (PARTITION BY pcod)
    END AS large_parts_withheld
  FROM (
    SELECT *,
      count(*) FILTER (WHERE value < 16) OVER (PARTITION BY pcod) AS small_parts,
      coalesce(sum(value) FILTER (WHERE value < 16) OVER (PARTITION BY pcod), 0) AS in_small_parts,
      count(*) FILTER (WHERE value >= 16) OVER so_far AS large_parts,
      sum(value) FILTER (WHERE value >= 16) OVER so_far AS in_large_parts
    FROM (
      SELECT pcod, (
        SELECT jsonb_agg('2016-01-01'::timestamp + period * interval '1 minute' * 1440 ORDER BY period)
        FROM unnest(periods) AS period
      ) AS value_label, value
      FROM (
        SELECT place, periods, count(*) AS value
        FROM cache.x_modal_location AS located
        JOIN cache.x_calendars AS calendars USING (subscriber)
        GROUP BY place, periods
      ) AS counted
      JOIN cache.x_places AS places USING (place)
      ORDER BY place, periods
    ) AS aggregate
    WINDOW so_far AS (PARTITION BY pcod ORDER BY value_label NULLS FIRST ROWS UNBOUNDED PRECEDING)
  ) AS parts
) AS parts
WHERE value >= 16 AND large_parts > large_parts_withheld
