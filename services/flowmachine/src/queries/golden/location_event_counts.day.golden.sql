SELECT pcod, date, value
FROM (
  SELECT pcod, date::text AS date, value, subscribers
  FROM (
    SELECT place, date, sum(events)::bigint AS value, count(*) AS subscribers
    FROM (
      SELECT subscriber, place, date, sum(events) AS events
      FROM (
        SELECT seen.subscriber, places.place, seen.day AS date, seen.events
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
      GROUP BY subscriber, place, date
    ) AS by_subscriber
    GROUP BY place, date
  ) AS counted
  JOIN cache.x_places AS places USING (place)
  ORDER BY place, date
) AS aggregate
WHERE subscribers >= 16
