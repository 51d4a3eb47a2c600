SELECT pcod, value
FROM (
  SELECT pcod, value, subscribers, greatest_share
  FROM (
    SELECT place, var_samp(value) AS value, count(*) AS subscribers,
      coalesce(max(contribution) / nullif(sum(contribution), 0), 0) AS greatest_share
    FROM (
      SELECT place, value, (value - avg(value) OVER (PARTITION BY place)) ^ 2 AS contribution
      FROM (
        SELECT place, value::double precision AS value
        FROM cache.x_modal_location AS located
        JOIN cache.x_radius_of_gyration AS metric USING (subscriber)
      ) AS joined
    ) AS contributions
    GROUP BY place
  ) AS aggregated
  JOIN cache.x_places AS places USING (place)
  ORDER BY place
) AS aggregate
WHERE subscribers >= 16 AND greatest_share <= 0.5
