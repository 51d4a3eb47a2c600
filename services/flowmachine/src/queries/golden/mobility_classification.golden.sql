SELECT subscriber, CASE
    WHEN place_3 IS NULL THEN 'unlocated'
    WHEN present < 3 THEN 'irregular'
    WHEN located < 3 THEN 'not_always_locatable'
    WHEN position('1' IN array_to_string(ARRAY[(place_1 = place_2)::integer, (place_2 = place_3)::integer], '')) > 0 THEN 'stable'
    ELSE 'mobile'
  END AS value
FROM (
  SELECT subscriber, count(*) AS present, count(place) AS located, bool_or(period = 3) AS is_in_last,
    max(place) FILTER (WHERE period = 1) AS place_1, max(place) FILTER (WHERE period = 2) AS place_2, max(place) FILTER (WHERE period = 3) AS place_3
  FROM (
    SELECT subscriber, place, 1 AS period FROM cache.x_coalesced_location
    UNION ALL
    SELECT subscriber, place, 2 AS period FROM cache.x_coalesced_location
    UNION ALL
    SELECT subscriber, place, 3 AS period FROM cache.x_coalesced_location
  ) AS stays
  GROUP BY subscriber
) AS by_subscriber
WHERE is_in_last
