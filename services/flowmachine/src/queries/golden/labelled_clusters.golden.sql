SELECT subscriber, coalesce(label, 'unknown') AS label, centre AS geom_point
FROM (
  SELECT subscriber, array_agg(geom_point ORDER BY weight DESC, place) AS points, array_agg(weight ORDER BY weight DESC, place) AS weights,
    array_agg(hour_score ORDER BY weight DESC, place) AS hour_scores, array_agg(day_score ORDER BY weight DESC, place) AS day_scores
  FROM (
    SELECT subscriber, place, count(*)::integer AS weight, sum(hours) / (sum(events) * 10) AS hour_score,
      sum(days) / (sum(events) * 10) AS day_score
    FROM (
      SELECT subscriber, place, count(*) AS events, sum((ARRAY[10, 10, 10, 10, 10, 10, 10, 10, -10, -10, -10, -10, -10, -10, -10, -10, -10, -10, -10, 10, 10, 10, 10, 10]::integer[])[1 + moment / 3600000]) AS hours,
        count(*) * (-5)::integer AS days
      FROM (
        SELECT * FROM derived.facts_calls_20160101
        UNION ALL
        SELECT * FROM derived.facts_sms_20160101
      ) AS seen
      JOIN (SELECT cell, place FROM cache.x_cell_sites WHERE '2016-01-01' BETWEEN first_day AND last_day) AS places USING (cell)
      GROUP BY subscriber, place
      UNION ALL
      SELECT subscriber, place, count(*) AS events, sum((ARRAY[10, 10, 10, 10, 10, 10, 10, 10, -10, -10, -10, -10, -10, -10, -10, -10, -10, -10, -10, 10, 10, 10, 10, 10]::integer[])[1 + moment / 3600000]) AS hours,
        count(*) * (10)::integer AS days
      FROM derived.facts_calls_20160102 AS seen
      JOIN (SELECT cell, place FROM cache.x_cell_sites WHERE '2016-01-02' BETWEEN first_day AND last_day) AS places USING (cell)
      GROUP BY subscriber, place
    ) AS days
    GROUP BY subscriber, place
  ) AS visited
  JOIN (SELECT DISTINCT place, geom_point FROM cache.x_cell_sites) AS sites USING (place)
  GROUP BY subscriber
) AS subscribers
CROSS JOIN LATERAL derived.cluster_sites(points, weights, 1) AS clusters
CROSS JOIN LATERAL (
  SELECT ST_Point(avg(hour_scores[member])::double precision, avg(day_scores[member])::double precision) AS point
  FROM unnest(members) AS member
) AS scores
LEFT JOIN (
  VALUES ('home', ST_SetSRID(ST_GeomFromGeoJSON('{"type":"MultiPolygon","coordinates":[[[[0.1,-1.1],[1.1,-1.1],[1.1,1.1],[0.1,1.1],[0.1,-1.1]]]]}'), 0)),
  ('work', ST_SetSRID(ST_GeomFromGeoJSON('{"type":"MultiPolygon","coordinates":[[[[-1.1,-1.1],[-0.1,-1.1],[-0.1,1.1],[-1.1,1.1],[-1.1,-1.1]]]]}'), 0))
) AS shapes (label, shape) ON ST_Contains(shape, scores.point)
WHERE clusters.weight >= 0
