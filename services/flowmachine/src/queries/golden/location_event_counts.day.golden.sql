SELECT pcod, date, value
FROM (
  SELECT pcod, date::text AS date, events AS value, subscribers
  FROM (
    SELECT place, '2016-01-01'::date AS date, sum(events)::bigint AS events, count(*) AS subscribers
    FROM (
      SELECT subscriber, place, sum(events) AS events
      FROM (
        SELECT * FROM derived.visits_calls_20160101
        UNION ALL
        SELECT * FROM derived.visits_sms_20160101
      ) AS seen
      JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-01' BETWEEN first_day AND last_day) AS places USING (cell)
      GROUP BY subscriber, place
    ) AS by_subscriber
    GROUP BY place
    UNION ALL
    SELECT place, '2016-01-02'::date AS date, sum(events)::bigint AS events, count(*) AS subscribers
    FROM (
      SELECT subscriber, place, sum(events) AS events
      FROM derived.visits_calls_20160102 AS seen
      JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-02' BETWEEN first_day AND last_day) AS places USING (cell)
      GROUP BY subscriber, place
    ) AS by_subscriber
    GROUP BY place
  ) AS counted
  JOIN cache.x_places AS places USING (place)
  ORDER BY place, date
) AS aggregate
WHERE subscribers >= 16
