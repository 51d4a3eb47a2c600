WITH visited AS (
  SELECT subscriber, lon, lat, geom::geography AS position, events
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
), centres AS (
  SELECT subscriber,
    ST_SetSRID(ST_Point(sum(lon * events) / sum(events), sum(lat * events) / sum(events)), 4326)::geography AS centre
  FROM visited
  GROUP BY subscriber
)
SELECT subscriber,
  sqrt(sum(events * ST_Distance(position, centre) ^ 2) / sum(events)) / 1000 AS value
FROM visited
JOIN centres USING (subscriber)
GROUP BY subscriber
