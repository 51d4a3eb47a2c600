SELECT subscriber, (2147483647 - (max(((at)::bigint << 32) | (2147483647 - place)) & 2147483647))::integer AS place
FROM (
  SELECT seen.subscriber, places.place, seen.at
  FROM (
    SELECT subscriber, cell, '2016-01-01'::date AS day, (0::bigint << 27) + last AS at
    FROM derived.visits_calls_20160101
    WHERE cell IS NOT NULL
    UNION ALL
    SELECT subscriber, cell, '2016-01-01'::date AS day, (0::bigint << 27) + last AS at
    FROM derived.visits_sms_20160101
    WHERE cell IS NOT NULL
  ) AS seen
  JOIN cache.x_cell_places AS places
    ON places.cell = seen.cell AND seen.day BETWEEN places.first_day AND places.last_day
) AS seen
GROUP BY subscriber
