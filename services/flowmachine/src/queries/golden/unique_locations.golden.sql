SELECT DISTINCT subscriber, place
FROM (
  SELECT subscriber, place
  FROM (
    SELECT * FROM derived.visits_calls_20160101
    UNION ALL
    SELECT * FROM derived.visits_sms_20160101
  ) AS seen
  JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-01' BETWEEN first_day AND last_day) AS places USING (cell)
  UNION ALL
  SELECT subscriber, place
  FROM derived.visits_calls_20160102 AS seen
  JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-02' BETWEEN first_day AND last_day) AS places USING (cell)
) AS seen
