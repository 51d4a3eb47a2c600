SELECT DISTINCT ON (subscriber) subscriber, lon, lat
FROM (
  SELECT events.subscriber, events.datetime, lon, lat
  FROM (
    SELECT msisdn AS subscriber, datetime, '2016-01-01'::date AS day, location_id
    FROM events.calls_20160101
    WHERE location_id <> '' AND datetime >= '2016-01-01T12:00:00'
    UNION ALL
    SELECT msisdn AS subscriber, datetime, '2016-01-02'::date AS day, location_id
    FROM events.calls_20160102
    WHERE location_id <> '' AND datetime < '2016-01-02T12:00:00'
    UNION ALL
    SELECT msisdn AS subscriber, datetime, '2016-01-01'::date AS day, location_id
    FROM events.sms_20160101
    WHERE location_id <> '' AND datetime >= '2016-01-01T12:00:00'
  ) AS events
  JOIN (
    SELECT DISTINCT cells.id AS location_id, cells.date_of_first_service, cells.date_of_last_service, ST_X(points.geom_point) AS lon, ST_Y(points.geom_point) AS lat
    FROM infrastructure.cells
    JOIN geography.sites_of_cells AS mapping USING (id)
    JOIN geography.site_points AS points
      ON points.site = mapping.site
    WHERE points.geom_point IS NOT NULL
  ) AS places
    ON places.location_id = events.location_id
    AND coalesce(places.date_of_first_service <= events.day, true)
    AND coalesce(places.date_of_last_service >= events.day, true)
) AS located
ORDER BY subscriber, datetime DESC, lon, lat
