SELECT subscriber, coalesce(preferred.place, fallback.place) AS place
FROM cache.x_majority_location AS preferred
FULL JOIN (
  SELECT subscriber, place
  FROM cache.x_majority_location
  JOIN cache.x_location_visits AS visits USING (subscriber, place)
  WHERE value >= 2
) AS fallback USING (subscriber)
