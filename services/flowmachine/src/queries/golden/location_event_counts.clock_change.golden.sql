SELECT pcod, date, hour, min, value
FROM (
  SELECT pcod, date::text AS date, hour, min, value, subscribers
  FROM (
    SELECT place, date, hour, min, sum(events)::bigint AS value, count(*) AS subscribers
    FROM (
      SELECT subscriber, place, date, hour, min, sum(events) AS events
      FROM (
        SELECT seen.subscriber, places.place, seen.day AS date, seen.hour, seen.min, seen.events
        FROM (
          SELECT subscriber, cell, '2016-03-27'::date AS day, (extract(hour FROM '2016-03-27'::timestamptz + moment * interval '1 millisecond'))::integer AS hour, (extract(minute FROM '2016-03-27'::timestamptz + moment * interval '1 millisecond'))::integer AS min, 1 AS events
          FROM derived.facts_calls_20160327
          WHERE cell IS NOT NULL AND extract(hour FROM '2016-03-27'::timestamptz + moment * interval '1 millisecond') >= 0 AND extract(hour FROM '2016-03-27'::timestamptz + moment * interval '1 millisecond') < 6 AND NOT outgoing
        ) AS seen
        JOIN cache.x_cell_places AS places
          ON places.cell = seen.cell AND seen.day BETWEEN places.first_day AND places.last_day
      ) AS seen
      GROUP BY subscriber, place, date, hour, min
    ) AS by_subscriber
    GROUP BY place, date, hour, min
  ) AS counted
  JOIN cache.x_places AS places USING (place)
  ORDER BY place, date, hour, min
) AS aggregate
WHERE subscribers >= 16
