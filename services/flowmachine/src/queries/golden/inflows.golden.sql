SELECT pcod, value
FROM (
  SELECT pcod, value, subscribers
  FROM (
    SELECT place, sum(pairs)::bigint AS value, count(*) AS subscribers
    FROM (
      SELECT subscriber, later.place AS place, count(*) AS pairs
      FROM cache.x_unique_locations AS earlier
      JOIN cache.x_coalesced_location AS later USING (subscriber)
      GROUP BY subscriber, later.place
    ) AS by_subscriber
    GROUP BY place
  ) AS counted
  LEFT JOIN cache.x_places AS places USING (place)
  ORDER BY place
) AS aggregate
WHERE subscribers >= 16
