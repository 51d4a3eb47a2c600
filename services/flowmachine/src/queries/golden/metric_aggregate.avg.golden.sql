SELECT value
FROM (
  SELECT value, subscribers, greatest_share
  FROM (
    SELECT place, avg(value) AS value, count(*) AS subscribers,
      coalesce(max(contribution) / nullif(sum(contribution), 0), 0) AS greatest_share
    FROM (
      SELECT place, value, abs(value) AS contribution
      FROM (
        SELECT 0 AS place, value::double precision AS value FROM cache.x_radius_of_gyration AS metric
      ) AS joined
    ) AS contributions
    GROUP BY place
  ) AS aggregated
) AS aggregate
WHERE subscribers >= 16 AND greatest_share <= 0.5
