WITH visited AS (
  SELECT subscriber, lon, lat, geom::geography AS position, events
  FROM (
    SELECT subscriber, place, sum(events)::double precision AS events
    FROM (
      SELECT seen.subscriber, places.place, seen.events
      FROM (
        SELECT subscriber, cell, '2016-01-01'::date AS day, events
        FROM derived.visits_calls_20160101
        WHERE cell IS NOT NULL
        UNION ALL
        SELECT subscriber, cell, '2016-01-02'::date AS day, events
        FROM derived.visits_calls_20160102
        WHERE cell IS NOT NULL
        UNION ALL
        SELECT subscriber, cell, '2016-01-01'::date AS day, events
        FROM derived.visits_sms_20160101
        WHERE cell IS NOT NULL
      ) AS seen
      JOIN cache.x_cell_places AS places
        ON places.cell = seen.cell AND seen.day BETWEEN places.first_day AND places.last_day
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
