SELECT pcod_from, pcod_to, value FROM released.result;

SELECT 'Feature' AS type, places.gid AS id, places.geometry,
  jsonb_build_object(
    'pcod', places.pcod,
    'inflows', coalesce(inflows.inflows, '{}'),
    'outflows', coalesce(outflows.outflows, '{}'),
    'centroid', places.centroid
  ) AS properties
FROM released.places AS places
LEFT JOIN (
  SELECT pcod_to AS pcod, jsonb_object_agg(concat_ws(',', pcod_from::text), value) AS inflows
  FROM released.result
  WHERE pcod_from IS NOT NULL AND pcod_to IS NOT NULL
  GROUP BY pcod_to
) AS inflows USING (pcod)
LEFT JOIN (
  SELECT pcod_from AS pcod, jsonb_object_agg(concat_ws(',', pcod_to::text), value) AS outflows
  FROM released.result
  WHERE pcod_from IS NOT NULL AND pcod_to IS NOT NULL
  GROUP BY pcod_from
) AS outflows USING (pcod)
WHERE inflows.inflows IS NOT NULL OR outflows.outflows IS NOT NULL;
