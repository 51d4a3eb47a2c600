SELECT subscriber, place, min(at) AS first_at, max(at) AS last_at
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
GROUP BY subscriber, place
