SELECT concat_ws(',', origins.pcod::text) AS origin,
  concat_ws(',', destinations.pcod::text) AS dest,
  flows.value AS count,
  (origins.centroid -> 'coordinates' ->> 0)::float8 AS origin_lon,
  (origins.centroid -> 'coordinates' ->> 1)::float8 AS origin_lat,
  (destinations.centroid -> 'coordinates' ->> 0)::float8 AS dest_lon,
  (destinations.centroid -> 'coordinates' ->> 1)::float8 AS dest_lat
FROM released.result AS flows
JOIN released.places AS origins ON origins.pcod = flows.pcod_from
JOIN released.places AS destinations ON destinations.pcod = flows.pcod_to;

WITH arcs AS (
  SELECT concat_ws(',', origins.pcod::text) AS origin,
    concat_ws(',', destinations.pcod::text) AS dest,
    flows.value AS count,
    (origins.centroid -> 'coordinates' ->> 0)::float8 AS origin_lon,
    (origins.centroid -> 'coordinates' ->> 1)::float8 AS origin_lat,
    (destinations.centroid -> 'coordinates' ->> 0)::float8 AS dest_lon,
    (destinations.centroid -> 'coordinates' ->> 1)::float8 AS dest_lat
  FROM released.result AS flows
  JOIN released.places AS origins ON origins.pcod = flows.pcod_from
  JOIN released.places AS destinations ON destinations.pcod = flows.pcod_to
)
SELECT list, item
FROM (
  SELECT DISTINCT 1 AS position, 'locations' AS list, jsonb_build_object('id', id, 'lat', lat, 'lon', lon) AS item
  FROM arcs
  CROSS JOIN LATERAL (
    VALUES (origin, origin_lat, origin_lon), (dest, dest_lat, dest_lon)
  ) AS ends (id, lat, lon)
  UNION ALL
  SELECT 2, 'flows', jsonb_build_object('origin', origin, 'dest', dest, 'count', count)
  FROM arcs
) AS items
ORDER BY position;

SELECT concat_ws(',', origins.lon::text, origins.lat::text) AS origin,
  concat_ws(',', destinations.lon::text, destinations.lat::text) AS dest,
  flows.value AS count,
  (origins.centroid -> 'coordinates' ->> 0)::float8 AS origin_lon,
  (origins.centroid -> 'coordinates' ->> 1)::float8 AS origin_lat,
  (destinations.centroid -> 'coordinates' ->> 0)::float8 AS dest_lon,
  (destinations.centroid -> 'coordinates' ->> 1)::float8 AS dest_lat
FROM released.result AS flows
JOIN released.places AS origins ON origins.lon = flows.lon_from AND origins.lat = flows.lat_from
JOIN released.places AS destinations ON destinations.lon = flows.lon_to AND destinations.lat = flows.lat_to;

WITH arcs AS (
  SELECT concat_ws(',', origins.lon::text, origins.lat::text) AS origin,
    concat_ws(',', destinations.lon::text, destinations.lat::text) AS dest,
    flows.value AS count,
    (origins.centroid -> 'coordinates' ->> 0)::float8 AS origin_lon,
    (origins.centroid -> 'coordinates' ->> 1)::float8 AS origin_lat,
    (destinations.centroid -> 'coordinates' ->> 0)::float8 AS dest_lon,
    (destinations.centroid -> 'coordinates' ->> 1)::float8 AS dest_lat
  FROM released.result AS flows
  JOIN released.places AS origins ON origins.lon = flows.lon_from AND origins.lat = flows.lat_from
  JOIN released.places AS destinations ON destinations.lon = flows.lon_to AND destinations.lat = flows.lat_to
)
SELECT list, item
FROM (
  SELECT DISTINCT 1 AS position, 'locations' AS list, jsonb_build_object('id', id, 'lat', lat, 'lon', lon) AS item
  FROM arcs
  CROSS JOIN LATERAL (
    VALUES (origin, origin_lat, origin_lon), (dest, dest_lat, dest_lon)
  ) AS ends (id, lat, lon)
  UNION ALL
  SELECT 2, 'flows', jsonb_build_object('origin', origin, 'dest', dest, 'count', count)
  FROM arcs
) AS items
ORDER BY position;
