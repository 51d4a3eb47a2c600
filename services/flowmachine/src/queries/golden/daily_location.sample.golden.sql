SELECT *
FROM cache.x_daily_location
WHERE subscriber IN (
  SELECT subscriber
  FROM (SELECT DISTINCT subscriber, sha256('\x65d551092d96974c60e1c9c3ed1c2d214cfc99abe987403effad5bc48c4bced8'::bytea || int4send(subscriber)) AS lot FROM cache.x_daily_location) AS lots
  ORDER BY lot LIMIT 100
)
