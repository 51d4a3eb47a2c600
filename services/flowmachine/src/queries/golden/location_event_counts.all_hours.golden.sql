SELECT pcod, date, hour, value
FROM (
  SELECT pcod, date::text AS date, hour, events AS value, subscribers
  FROM (
    SELECT place, '2016-01-01'::date AS date, hour, events, number AS subscribers
    FROM (
      SELECT place, moment / 3600000 AS hour, count(*) AS events
      FROM (
        SELECT * FROM derived.facts_calls_20160101
        UNION ALL
        SELECT * FROM derived.facts_sms_20160101
      ) AS seen
      JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-01' BETWEEN first_day AND last_day) AS places USING (cell)
      GROUP BY place, hour
    ) AS events
    JOIN (
      SELECT place, hour::integer - 1 AS hour, number
      FROM (
        SELECT place, ARRAY[sum(hours >> 0 & 1), sum(hours >> 1 & 1), sum(hours >> 2 & 1), sum(hours >> 3 & 1), sum(hours >> 4 & 1), sum(hours >> 5 & 1), sum(hours >> 6 & 1), sum(hours >> 7 & 1), sum(hours >> 8 & 1), sum(hours >> 9 & 1), sum(hours >> 10 & 1), sum(hours >> 11 & 1), sum(hours >> 12 & 1), sum(hours >> 13 & 1), sum(hours >> 14 & 1), sum(hours >> 15 & 1), sum(hours >> 16 & 1), sum(hours >> 17 & 1), sum(hours >> 18 & 1), sum(hours >> 19 & 1), sum(hours >> 20 & 1), sum(hours >> 21 & 1), sum(hours >> 22 & 1), sum(hours >> 23 & 1)] AS numbers
        FROM (
          SELECT subscriber, place, bit_or(hours) AS hours
          FROM (
            SELECT * FROM derived.visits_calls_20160101
            UNION ALL
            SELECT * FROM derived.visits_sms_20160101
          ) AS seen
          JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-01' BETWEEN first_day AND last_day) AS places USING (cell)
          GROUP BY subscriber, place
        ) AS masks
        GROUP BY place
      ) AS by_place
      CROSS JOIN unnest(numbers) WITH ORDINALITY AS by_hour (number, hour)
      WHERE number > 0
    ) AS subscribers USING (place, hour)
    UNION ALL
    SELECT place, '2016-01-02'::date AS date, hour, events, number AS subscribers
    FROM (
      SELECT place, moment / 3600000 AS hour, count(*) AS events
      FROM derived.facts_calls_20160102 AS seen
      JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-02' BETWEEN first_day AND last_day) AS places USING (cell)
      GROUP BY place, hour
    ) AS events
    JOIN (
      SELECT place, hour::integer - 1 AS hour, number
      FROM (
        SELECT place, ARRAY[sum(hours >> 0 & 1), sum(hours >> 1 & 1), sum(hours >> 2 & 1), sum(hours >> 3 & 1), sum(hours >> 4 & 1), sum(hours >> 5 & 1), sum(hours >> 6 & 1), sum(hours >> 7 & 1), sum(hours >> 8 & 1), sum(hours >> 9 & 1), sum(hours >> 10 & 1), sum(hours >> 11 & 1), sum(hours >> 12 & 1), sum(hours >> 13 & 1), sum(hours >> 14 & 1), sum(hours >> 15 & 1), sum(hours >> 16 & 1), sum(hours >> 17 & 1), sum(hours >> 18 & 1), sum(hours >> 19 & 1), sum(hours >> 20 & 1), sum(hours >> 21 & 1), sum(hours >> 22 & 1), sum(hours >> 23 & 1)] AS numbers
        FROM (
          SELECT subscriber, place, bit_or(hours) AS hours
          FROM derived.visits_calls_20160102 AS seen
          JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-02' BETWEEN first_day AND last_day) AS places USING (cell)
          GROUP BY subscriber, place
        ) AS masks
        GROUP BY place
      ) AS by_place
      CROSS JOIN unnest(numbers) WITH ORDINALITY AS by_hour (number, hour)
      WHERE number > 0
    ) AS subscribers USING (place, hour)
  ) AS counted
  JOIN cache.x_places AS places USING (place)
  ORDER BY place, date, hour
) AS aggregate
WHERE subscribers >= 16
