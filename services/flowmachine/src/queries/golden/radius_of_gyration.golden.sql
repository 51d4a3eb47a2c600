SELECT subscriber, sqrt(sum(events * distance ^ 2) / sum(events)) / 1000 AS value
FROM (
  SELECT subscriber, events, CASE WHEN visited = 1 THEN 0 ELSE ST_Distance(position, ST_SetSRID(ST_Point(lon, lat), 4326)::geography) END AS distance
  FROM (
    SELECT subscriber, place, events, count(*) OVER everywhere AS visited,
      sum(lon * events) OVER everywhere / sum(events) OVER everywhere AS lon,
      sum(lat * events) OVER everywhere / sum(events) OVER everywhere AS lat
    FROM (
      SELECT subscriber, place, sum(events)::double precision AS events
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
    ) AS counted
    JOIN cache.x_places AS places USING (place)
    WINDOW everywhere AS (PARTITION BY subscriber)
  ) AS centred
  JOIN (SELECT place, geom::geography AS position FROM cache.x_places OFFSET 0) AS positions USING (place)
) AS distances
GROUP BY subscriber
