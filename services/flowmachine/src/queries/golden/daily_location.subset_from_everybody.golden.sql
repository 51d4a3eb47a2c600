SELECT *
FROM cache.x_everybody
WHERE subscriber IN (SELECT subscriber FROM cache.x_daily_location)
