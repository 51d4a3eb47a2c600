SELECT pcod_from, pcod_to, value_label, value FROM released.result;

SELECT 'Feature' AS type, places.gid AS id, places.geometry,
  jsonb_build_object(
    'pcod', places.pcod,
    'inflows', coalesce(inflows.inflows, '{}'),
    'outflows', coalesce(outflows.outflows, '{}'),
    'centroid', places.centroid
  ) AS properties
FROM released.places AS places
LEFT JOIN (
  SELECT pcod, jsonb_object_agg(coalesce(value_label, 'unlabelled'), inflows) AS inflows
  FROM (
    SELECT pcod_to AS pcod, value_label, jsonb_object_agg(concat_ws(',', pcod_from::text), value) AS inflows
    FROM released.result
    WHERE pcod_from IS NOT NULL AND pcod_to IS NOT NULL
    GROUP BY pcod_to, value_label
  ) AS labelled
  GROUP BY pcod
) AS inflows USING (pcod)
LEFT JOIN (
  SELECT pcod, jsonb_object_agg(coalesce(value_label, 'unlabelled'), outflows) AS outflows
  FROM (
    SELECT pcod_from AS pcod, value_label, jsonb_object_agg(concat_ws(',', pcod_to::text), value) AS outflows
    FROM released.result
    WHERE pcod_from IS NOT NULL AND pcod_to IS NOT NULL
    GROUP BY pcod_from, value_label
  ) AS labelled
  GROUP BY pcod
) AS outflows USING (pcod)
WHERE inflows.inflows IS NOT NULL OR outflows.outflows IS NOT NULL;
