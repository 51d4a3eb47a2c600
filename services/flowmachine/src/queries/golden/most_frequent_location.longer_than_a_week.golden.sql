SELECT subscriber, (2147483647 - (max(((events)::bigint << 32) | (2147483647 - place)) & 2147483647))::integer AS place
FROM (
  SELECT subscriber, place, sum(events) AS events
  FROM (
    SELECT subscriber, place, events
    FROM (
      SELECT * FROM derived.visits_calls_20160101
      UNION ALL
      SELECT * FROM derived.visits_sms_20160101
    ) AS seen
    JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-01' BETWEEN first_day AND last_day) AS places USING (cell)
    UNION ALL
    SELECT subscriber, place, events
    FROM derived.visits_calls_20160102 AS seen
    JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-02' BETWEEN first_day AND last_day) AS places USING (cell)
  ) AS seen
  GROUP BY subscriber, place
) AS visited
GROUP BY subscriber
