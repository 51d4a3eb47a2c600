SELECT pcod, date, hour, min, value
FROM (
  SELECT pcod, date::text AS date, hour, min, events AS value, subscribers
  FROM (
    SELECT place, '2016-03-27'::date AS date, hour, min, sum(events)::bigint AS events, count(*) AS subscribers
    FROM (
      SELECT subscriber, place, extract(hour FROM ('2016-03-27'::timestamptz + moment * interval '1 millisecond'))::integer AS hour, extract(minute FROM ('2016-03-27'::timestamptz + moment * interval '1 millisecond'))::integer AS min, count(*) AS events
      FROM derived.facts_calls_20160327 AS seen
      JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-03-27' BETWEEN first_day AND last_day) AS places USING (cell)
      WHERE extract(hour FROM ('2016-03-27'::timestamptz + moment * interval '1 millisecond'))::integer >= 0 AND extract(hour FROM ('2016-03-27'::timestamptz + moment * interval '1 millisecond'))::integer < 6 AND NOT outgoing
      GROUP BY subscriber, place, hour, min
    ) AS by_subscriber
    GROUP BY place, hour, min
  ) AS counted
  JOIN cache.x_places AS places USING (place)
  ORDER BY place, date, hour, min
) AS aggregate
WHERE subscribers >= 16
