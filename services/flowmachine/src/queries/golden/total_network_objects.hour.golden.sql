SELECT pcod, value, datetime
FROM (
  SELECT pcod, value, datetime, subscribers
  FROM (
    SELECT place, datetime, cells.number AS value, subscribers.number AS subscribers
    FROM (
      SELECT place, '2016-01-01'::timestamp + hour * interval '1 hour' AS datetime, sum(number)::bigint AS number
      FROM (
        SELECT place, hours, count(*) AS number
        FROM (
          SELECT place, cell, bit_or(hours) AS hours
          FROM (
            SELECT * FROM derived.visits_calls_20160101
            UNION ALL
            SELECT * FROM derived.visits_sms_20160101
          ) AS seen
          JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-01' BETWEEN first_day AND last_day) AS places USING (cell)
          GROUP BY place, cell
        ) AS seen
        GROUP BY place, hours
      ) AS together
      JOIN generate_series(0, 23) AS hour ON hours >> hour & 1 = 1
      GROUP BY place, hour
      UNION ALL
      SELECT place, '2016-01-02'::timestamp + hour * interval '1 hour' AS datetime, sum(number)::bigint AS number
      FROM (
        SELECT place, hours, count(*) AS number
        FROM (
          SELECT place, cell, bit_or(hours) AS hours
          FROM derived.visits_calls_20160102 AS seen
          JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-02' BETWEEN first_day AND last_day) AS places USING (cell)
          GROUP BY place, cell
        ) AS seen
        GROUP BY place, hours
      ) AS together
      JOIN generate_series(0, 23) AS hour ON hours >> hour & 1 = 1
      GROUP BY place, hour
    ) AS cells
    JOIN (
      SELECT place, '2016-01-01'::timestamp + hour * interval '1 hour' AS datetime, sum(number)::bigint AS number
      FROM (
        SELECT place, hours, count(*) AS number
        FROM (
          SELECT place, subscriber, bit_or(hours) AS hours
          FROM (
            SELECT * FROM derived.visits_calls_20160101
            UNION ALL
            SELECT * FROM derived.visits_sms_20160101
          ) AS seen
          JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-01' BETWEEN first_day AND last_day) AS places USING (cell)
          GROUP BY place, subscriber
        ) AS seen
        GROUP BY place, hours
      ) AS together
      JOIN generate_series(0, 23) AS hour ON hours >> hour & 1 = 1
      GROUP BY place, hour
      UNION ALL
      SELECT place, '2016-01-02'::timestamp + hour * interval '1 hour' AS datetime, sum(number)::bigint AS number
      FROM (
        SELECT place, hours, count(*) AS number
        FROM (
          SELECT place, subscriber, bit_or(hours) AS hours
          FROM derived.visits_calls_20160102 AS seen
          JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-02' BETWEEN first_day AND last_day) AS places USING (cell)
          GROUP BY place, subscriber
        ) AS seen
        GROUP BY place, hours
      ) AS together
      JOIN generate_series(0, 23) AS hour ON hours >> hour & 1 = 1
      GROUP BY place, hour
    ) AS subscribers USING (place, datetime)
  ) AS counted
  LEFT JOIN cache.x_places AS places USING (place)
  ORDER BY place
) AS aggregate
WHERE subscribers >= 16
