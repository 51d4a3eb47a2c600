SELECT pcod, geometry FROM released.result;

SELECT 'Feature' AS type, gid AS id, geometry,
  to_jsonb(places) - ARRAY['gid', 'geometry'] AS properties
FROM released.result AS places;
