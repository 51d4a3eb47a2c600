SELECT DISTINCT ON (subscriber) subscriber, pcod
FROM (
  SELECT subscriber, pcod, count(*) AS days, max(day) AS latest
  FROM (
    SELECT subscriber, pcod, '2016-01-01'::timestamp AS day FROM cache.x_daily_location
    UNION ALL
    SELECT subscriber, pcod, '2016-01-02'::timestamp AS day FROM cache.x_daily_location
  ) AS daily
  GROUP BY subscriber, pcod
) AS visited
ORDER BY subscriber, days DESC, latest DESC, pcod COLLATE "C"
