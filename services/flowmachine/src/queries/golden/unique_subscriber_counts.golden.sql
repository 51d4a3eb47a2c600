SELECT *
FROM (
  SELECT pcod, value
  FROM (
    SELECT place, count(*) AS value
    FROM (
      SELECT DISTINCT subscriber, place
      FROM (
        SELECT seen.subscriber, places.place
        FROM (
          SELECT subscriber, cell, '2016-01-01'::date AS day
          FROM derived.visits_calls_20160101
          WHERE cell IS NOT NULL
          UNION ALL
          SELECT subscriber, cell, '2016-01-02'::date AS day
          FROM derived.visits_calls_20160102
          WHERE cell IS NOT NULL
          UNION ALL
          SELECT subscriber, cell, '2016-01-01'::date AS day
          FROM derived.visits_sms_20160101
          WHERE cell IS NOT NULL
        ) AS seen
        JOIN cache.x_cell_places AS places
          ON places.cell = seen.cell AND seen.day BETWEEN places.first_day AND places.last_day
      ) AS seen
    ) AS distinct_subscribers
    GROUP BY place
  ) AS counted
  JOIN cache.x_places AS places USING (place)
  ORDER BY place
) AS aggregate
WHERE value >= 16
