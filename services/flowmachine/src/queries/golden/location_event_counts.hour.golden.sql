SELECT pcod, date, hour, value
FROM (
  SELECT pcod, date::text AS date, hour, value, subscribers
  FROM (
    SELECT place, date, hour, sum(events)::bigint AS value, count(*) AS subscribers
    FROM (
      SELECT subscriber, place, date, hour, sum(events) AS events
      FROM (
        SELECT seen.subscriber, places.place, seen.day AS date, seen.hour, seen.events
        FROM (
          SELECT subscriber, cell, '2016-01-01'::date AS day, (moment / 3600000)::integer AS hour, 1 AS events
          FROM derived.facts_calls_20160101
          WHERE cell IS NOT NULL AND moment >= date_part('epoch', '2016-01-01T08:30:00'::timestamptz - '2016-01-01'::timestamptz) * 1000 AND outgoing
          UNION ALL
          SELECT subscriber, cell, '2016-01-02'::date AS day, (moment / 3600000)::integer AS hour, 1 AS events
          FROM derived.facts_calls_20160102
          WHERE cell IS NOT NULL AND outgoing
          UNION ALL
          SELECT subscriber, cell, '2016-01-01'::date AS day, (moment / 3600000)::integer AS hour, 1 AS events
          FROM derived.facts_sms_20160101
          WHERE cell IS NOT NULL AND moment >= date_part('epoch', '2016-01-01T08:30:00'::timestamptz - '2016-01-01'::timestamptz) * 1000 AND outgoing
        ) AS seen
        JOIN cache.x_cell_places AS places
          ON places.cell = seen.cell AND seen.day BETWEEN places.first_day AND places.last_day
      ) AS seen
      GROUP BY subscriber, place, date, hour
    ) AS by_subscriber
    GROUP BY place, date, hour
  ) AS counted
  JOIN cache.x_places AS places USING (place)
  ORDER BY place, date, hour
) AS aggregate
WHERE subscribers >= 16
