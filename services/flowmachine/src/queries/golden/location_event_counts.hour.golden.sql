SELECT pcod, date, hour, value
FROM (
  SELECT pcod, date::text AS date, hour, events AS value, subscribers
  FROM (
    SELECT place, '2016-01-01'::date AS date, hour, sum(events)::bigint AS events, count(*) AS subscribers
    FROM (
      SELECT subscriber, place, moment / 3600000 AS hour, count(*) AS events
      FROM (
        SELECT * FROM derived.facts_calls_20160101
        UNION ALL
        SELECT * FROM derived.facts_sms_20160101
      ) AS seen
      JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-01' BETWEEN first_day AND last_day) AS places USING (cell)
      WHERE moment >= date_part('epoch', '2016-01-01T08:30:00'::timestamptz - '2016-01-01'::timestamptz) * 1000 AND outgoing
      GROUP BY subscriber, place, hour
    ) AS by_subscriber
    GROUP BY place, hour
    UNION ALL
    SELECT place, '2016-01-02'::date AS date, hour, sum(events)::bigint AS events, count(*) AS subscribers
    FROM (
      SELECT subscriber, place, moment / 3600000 AS hour, count(*) AS events
      FROM derived.facts_calls_20160102 AS seen
      JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-02' BETWEEN first_day AND last_day) AS places USING (cell)
      WHERE outgoing
      GROUP BY subscriber, place, hour
    ) AS by_subscriber
    GROUP BY place, hour
  ) AS counted
  JOIN cache.x_places AS places USING (place)
  ORDER BY place, date, hour
) AS aggregate
WHERE subscribers >= 16
