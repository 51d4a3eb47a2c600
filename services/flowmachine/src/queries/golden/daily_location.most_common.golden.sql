SELECT subscriber, (2147483647 - (max(((events)::bigint << 32) | (2147483647 - place)) & 2147483647))::integer AS place
FROM (
  SELECT subscriber, place, sum(events) AS events
  FROM (
    SELECT seen.subscriber, places.place, seen.events
    FROM (
      SELECT subscriber, cell, '2016-01-01'::date AS day, 1 AS events
      FROM derived.facts_calls_20160101
      WHERE cell IS NOT NULL AND (moment / 3600000 >= 20 OR moment / 3600000 < 6)
      UNION ALL
      SELECT subscriber, cell, '2016-01-01'::date AS day, 1 AS events
      FROM derived.facts_sms_20160101
      WHERE cell IS NOT NULL AND (moment / 3600000 >= 20 OR moment / 3600000 < 6)
    ) AS seen
    JOIN cache.x_cell_places AS places
      ON places.cell = seen.cell AND seen.day BETWEEN places.first_day AND places.last_day
  ) AS seen
  GROUP BY subscriber, place
) AS visited
GROUP BY subscriber
