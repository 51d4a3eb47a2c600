SELECT *
FROM (
  SELECT pcod, value
  FROM (
    SELECT place, count(*) AS value
    FROM (
      SELECT DISTINCT subscriber, place
      FROM (
        SELECT subscriber, place
        FROM (
          SELECT * FROM derived.visits_calls_20160101
          UNION ALL
          SELECT * FROM derived.visits_sms_20160101
        ) AS seen
        JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-01' BETWEEN first_day AND last_day) AS places USING (cell)
        WHERE hours & 15728703 <> 0
        UNION ALL
        SELECT subscriber, place
        FROM derived.visits_calls_20160102 AS seen
        JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-02' BETWEEN first_day AND last_day) AS places USING (cell)
        WHERE hours & 15728703 <> 0
      ) AS seen
    ) AS distinct_subscribers
    GROUP BY place
  ) AS counted
  JOIN cache.x_places AS places USING (place)
  ORDER BY place
) AS aggregate
WHERE value >= 16
