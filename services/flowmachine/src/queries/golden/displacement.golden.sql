SELECT subscriber, value
FROM (
  SELECT subscriber, (sum(distance * events) / sum(events))::double precision AS value
  FROM (
    SELECT subscriber, events, ST_Distance(seen.position, home.position) / 1000 AS distance
    FROM (
      SELECT subscriber, place, sum(events) AS events
      FROM (
        SELECT subscriber, place, events
        FROM (
          SELECT * FROM derived.visits_calls_20160101
          UNION ALL
          SELECT * FROM derived.visits_sms_20160101
        ) AS seen
        JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-01' BETWEEN first_day AND last_day) AS places USING (cell)
        UNION ALL
        SELECT subscriber, place, events
        FROM derived.visits_calls_20160102 AS seen
        JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-02' BETWEEN first_day AND last_day) AS places USING (cell)
      ) AS seen
      GROUP BY subscriber, place
    ) AS visited
    JOIN (SELECT subscriber, place AS home FROM cache.x_daily_location) AS at_home USING (subscriber)
    JOIN (SELECT place, geom::geography AS position FROM cache.x_places OFFSET 0) AS seen USING (place)
    JOIN (SELECT place AS home, geom::geography AS position FROM cache.x_places OFFSET 0) AS home USING (home)
  ) AS numbers
  GROUP BY subscriber
) AS values
WHERE value IS NOT NULL
