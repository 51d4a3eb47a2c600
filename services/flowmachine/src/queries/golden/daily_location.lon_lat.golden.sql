SELECT subscriber, (2147483647 - (max(((at)::bigint << 32) | (2147483647 - place)) & 2147483647))::integer AS place
FROM (
  SELECT seen.subscriber, places.place, seen.at
  FROM (
    SELECT subscriber, cell, '2016-01-01'::date AS day, (0::bigint << 27) + moment AS at
    FROM derived.facts_calls_20160101
    WHERE cell IS NOT NULL AND moment >= date_part('epoch', '2016-01-01T12:00:00'::timestamptz - '2016-01-01'::timestamptz) * 1000
    UNION ALL
    SELECT subscriber, cell, '2016-01-02'::date AS day, (1::bigint << 27) + moment AS at
    FROM derived.facts_calls_20160102
    WHERE cell IS NOT NULL AND moment < date_part('epoch', '2016-01-02T12:00:00'::timestamptz - '2016-01-02'::timestamptz) * 1000
    UNION ALL
    SELECT subscriber, cell, '2016-01-01'::date AS day, (0::bigint << 27) + moment AS at
    FROM derived.facts_sms_20160101
    WHERE cell IS NOT NULL AND moment >= date_part('epoch', '2016-01-01T12:00:00'::timestamptz - '2016-01-01'::timestamptz) * 1000
  ) AS seen
  JOIN cache.x_cell_places AS places
    ON places.cell = seen.cell AND seen.day BETWEEN places.first_day AND places.last_day
) AS seen
GROUP BY subscriber
