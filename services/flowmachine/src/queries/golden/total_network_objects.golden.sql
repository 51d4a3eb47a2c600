SELECT pcod, value, datetime
FROM (
  SELECT pcod, value, datetime, subscribers
  FROM (
    SELECT place, datetime, cells.number AS value, subscribers.number AS subscribers
    FROM (
      SELECT place, datetime, count(*) AS number
      FROM (
        SELECT DISTINCT place, cell, date_trunc('day', '2016-01-01'::timestamp) AS datetime FROM (
          SELECT * FROM derived.visits_calls_20160101
          UNION ALL
          SELECT * FROM derived.visits_sms_20160101
        ) AS seen
        JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-01' BETWEEN first_day AND last_day) AS places USING (cell)
      ) AS different
      GROUP BY place, datetime
      UNION ALL
      SELECT place, datetime, count(*) AS number
      FROM (
        SELECT DISTINCT place, cell, date_trunc('day', '2016-01-02'::timestamp) AS datetime FROM derived.visits_calls_20160102 AS seen
        JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-02' BETWEEN first_day AND last_day) AS places USING (cell)
      ) AS different
      GROUP BY place, datetime
    ) AS cells
    JOIN (
      SELECT place, datetime, count(*) AS number
      FROM (
        SELECT DISTINCT place, subscriber, date_trunc('day', '2016-01-01'::timestamp) AS datetime FROM (
          SELECT * FROM derived.visits_calls_20160101
          UNION ALL
          SELECT * FROM derived.visits_sms_20160101
        ) AS seen
        JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-01' BETWEEN first_day AND last_day) AS places USING (cell)
      ) AS different
      GROUP BY place, datetime
      UNION ALL
      SELECT place, datetime, count(*) AS number
      FROM (
        SELECT DISTINCT place, subscriber, date_trunc('day', '2016-01-02'::timestamp) AS datetime FROM derived.visits_calls_20160102 AS seen
        JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-02' BETWEEN first_day AND last_day) AS places USING (cell)
      ) AS different
      GROUP BY place, datetime
    ) AS subscribers USING (place, datetime)
  ) AS counted
  LEFT JOIN cache.x_places AS places USING (place)
  ORDER BY place
) AS aggregate
WHERE subscribers >= 16
