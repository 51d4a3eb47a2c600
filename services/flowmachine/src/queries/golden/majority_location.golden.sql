SELECT subscriber, place
FROM (
  SELECT subscriber, (2147483647 - (max(((value)::bigint << 32) | (2147483647 - place)) & 2147483647))::integer AS place, max(value) AS greatest_visits, sum(value) AS visits
  FROM cache.x_location_visits
  GROUP BY subscriber
) AS visited
WHERE 2 * greatest_visits > greatest(visits, 0)
