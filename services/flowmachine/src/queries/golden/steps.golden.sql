SELECT DISTINCT subscriber, place AS origin, unnest(next_places) AS destination
FROM (
  SELECT subscriber, place, array_agg(place) OVER next_moment AS next_places
  FROM (
    SELECT subscriber, place, 0::bigint + moment AS at
    FROM (
      SELECT * FROM derived.facts_calls_20160101
      UNION ALL
      SELECT * FROM derived.facts_sms_20160101
    ) AS seen
    JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-01' BETWEEN first_day AND last_day) AS places USING (cell)
    UNION ALL
    SELECT subscriber, place, 134217728::bigint + moment AS at
    FROM derived.facts_calls_20160102 AS seen
    JOIN (SELECT cell, place FROM cache.x_cell_places WHERE '2016-01-02' BETWEEN first_day AND last_day) AS places USING (cell)
  ) AS seen
  WINDOW next_moment AS (PARTITION BY subscriber ORDER BY at GROUPS BETWEEN 1 FOLLOWING AND 1 FOLLOWING)
) AS followed
