SELECT subscriber, place, count(*) AS value
FROM (
  SELECT subscriber, place FROM cache.x_daily_location
  UNION ALL
  SELECT subscriber, place FROM cache.x_daily_location
) AS visits
GROUP BY subscriber, place
