SELECT pcod, value
FROM (
  SELECT pcod, seen.value - residents.value AS value, seen.value AS seen, residents.value AS residents
  FROM cache.x_unique_subscriber_counts AS seen
  JOIN cache.x_active_at_reference_location_counts AS residents USING (pcod)
  ORDER BY pcod
) AS aggregate
WHERE least(value, seen, residents) >= 16
