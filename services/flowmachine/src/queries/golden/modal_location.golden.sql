SELECT subscriber, (2147483647 - (max((((days << 16) | latest)::bigint << 32) | (2147483647 - place)) & 2147483647))::integer AS place
FROM (
  SELECT subscriber, place, count(*) AS days, max(day) AS latest
  FROM (
    SELECT subscriber, place, 0 AS day FROM cache.x_daily_location
    UNION ALL
    SELECT subscriber, place, 1 AS day FROM cache.x_daily_location
  ) AS daily
  GROUP BY subscriber, place
) AS visited
GROUP BY subscriber
