SELECT DISTINCT ON (subscriber) subscriber, pcod
FROM (
  SELECT subscriber, pcod, count(*) AS events
  FROM (
    SELECT events.subscriber, events.datetime, pcod
    FROM (
      SELECT msisdn AS subscriber, datetime, '2016-01-01'::date AS day, location_id
      FROM events.calls_20160101
      WHERE location_id <> '' AND (extract(hour FROM datetime) >= 20 OR extract(hour FROM datetime) < 6)
      UNION ALL
      SELECT msisdn AS subscriber, datetime, '2016-01-01'::date AS day, location_id
      FROM events.sms_20160101
      WHERE location_id <> '' AND (extract(hour FROM datetime) >= 20 OR extract(hour FROM datetime) < 6)
    ) AS events
    JOIN (
      SELECT cells.id AS location_id, cells.date_of_first_service, cells.date_of_last_service, regions.admin3pcod AS pcod
      FROM infrastructure.cells
      JOIN geography.admin3 AS regions ON ST_Within(cells.geom_point, regions.geom)
    ) AS places
      ON places.location_id = events.location_id
      AND coalesce(places.date_of_first_service <= events.day, true)
      AND coalesce(places.date_of_last_service >= events.day, true)
  ) AS located
  GROUP BY subscriber, pcod
) AS visited
ORDER BY subscriber, events DESC, pcod COLLATE "C"
