SELECT *
FROM (
  SELECT pcod, count(*) AS value
  FROM cache.x_modal_location
  GROUP BY pcod
  ORDER BY pcod
) AS aggregate
WHERE value >= 16
