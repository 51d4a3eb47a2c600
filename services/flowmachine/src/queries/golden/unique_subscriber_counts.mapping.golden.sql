SELECT *
FROM (
  SELECT pcod, count(*) AS value
  FROM (
    SELECT DISTINCT subscriber, pcod
    FROM (
      SELECT events.subscriber, events.datetime, pcod
      FROM (
        SELECT msisdn AS subscriber, datetime, '2016-01-01'::date AS day, location_id
        FROM events.calls_20160101
        WHERE location_id <> '' AND extract(hour FROM datetime) >= 8 AND extract(hour FROM datetime) < 24 AND msisdn IN (SELECT subscriber FROM cache.x_daily_location)
        UNION ALL
        SELECT msisdn AS subscriber, datetime, '2016-01-02'::date AS day, location_id
        FROM events.calls_20160102
        WHERE location_id <> '' AND datetime < '2016-01-02T06:30:00' AND extract(hour FROM datetime) >= 8 AND extract(hour FROM datetime) < 24 AND msisdn IN (SELECT subscriber FROM cache.x_daily_location)
      ) AS events
      JOIN (
        SELECT DISTINCT cells.id AS location_id, cells.date_of_first_service, cells.date_of_last_service, mapping.admin3pcod::text AS pcod
        FROM infrastructure.cells
        JOIN geography.districts_of_cells AS mapping USING (id)
        WHERE mapping.admin3pcod IS NOT NULL
      ) AS places
        ON places.location_id = events.location_id
        AND coalesce(places.date_of_first_service <= events.day, true)
        AND coalesce(places.date_of_last_service >= events.day, true)
    ) AS located
  ) AS seen
  GROUP BY pcod
  ORDER BY pcod
) AS aggregate
WHERE value >= 16
