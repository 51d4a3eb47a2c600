SELECT subscriber, (2147483647 - (max(((events)::bigint << 32) | (2147483647 - place)) & 2147483647))::integer AS place
FROM (
  SELECT subscriber, place, sum(events) AS events
  FROM (
    SELECT *
    FROM (
      SELECT subscriber, place, 1 AS events
      FROM (
        SELECT * FROM derived.facts_calls_20160101
        UNION ALL
        SELECT * FROM derived.facts_sms_20160101
      ) AS seen
      JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-01' BETWEEN first_day AND last_day) AS places USING (cell)
      WHERE (moment / 3600000 >= 20 OR moment / 3600000 < 6)
    ) AS located
    ORDER BY subscriber, place
  ) AS seen
  GROUP BY subscriber, place
) AS visited
GROUP BY subscriber
