SELECT subscriber, (2147483647 - (max(((at)::bigint << 32) | (2147483647 - place)) & 2147483647))::integer AS place
FROM (
  SELECT seen.subscriber, places.place, seen.at
  FROM (
    SELECT subscriber, cell, '2016-03-27'::date AS day, (0::bigint << 27) + moment AS at
    FROM derived.facts_calls_20160327
    WHERE cell IS NOT NULL AND extract(hour FROM '2016-03-27'::timestamptz + moment * interval '1 millisecond') >= 0 AND extract(hour FROM '2016-03-27'::timestamptz + moment * interval '1 millisecond') < 6
  ) AS seen
  JOIN cache.x_cell_places AS places
    ON places.cell = seen.cell AND seen.day BETWEEN places.first_day AND places.last_day
) AS seen
GROUP BY subscriber
