SELECT *
FROM (
  SELECT pcod, value
  FROM (
    SELECT place, count(*) AS value
    FROM (
      SELECT DISTINCT subscriber, place
      FROM (
        SELECT subscriber, place
        FROM derived.visits_calls_20160101 AS seen
        JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-01' BETWEEN first_day AND last_day) AS places USING (cell)
        WHERE hours & 16776960 <> 0 AND subscriber IN (SELECT subscriber FROM cache.x_daily_location)
        UNION ALL
        SELECT subscriber, place
        FROM derived.facts_calls_20160102 AS seen
        JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-02' BETWEEN first_day AND last_day) AS places USING (cell)
        WHERE moment < date_part('epoch', '2016-01-02T06:30:00'::timestamptz - '2016-01-02'::timestamptz) * 1000 AND moment / 3600000 >= 8 AND moment / 3600000 < 24 AND subscriber IN (SELECT subscriber FROM cache.x_daily_location)
      ) AS seen
    ) AS distinct_subscribers
    GROUP BY place
  ) AS counted
  JOIN cache.x_places AS places USING (place)
  ORDER BY place
) AS aggregate
WHERE value >= 16
