SELECT pcod, value FROM released.result;

SELECT 'Feature' AS type, places.gid AS id, places.geometry,
  to_jsonb(result) || jsonb_build_object('centroid', places.centroid) AS properties
FROM released.result AS result
LEFT JOIN released.places AS places USING (pcod);
