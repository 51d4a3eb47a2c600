SELECT pcod, value
FROM (
  SELECT pcod, value, subscribers
  FROM (
    SELECT place,
      sum(interactions * within::integer)::double precision / sum(interactions) AS value,
      least(count(DISTINCT subscriber), count(DISTINCT other)) AS subscribers
    FROM (
      SELECT place, counted.subscriber, other, place = ANY (other_places) AS within, count(*) AS interactions
      FROM (
        SELECT subscriber, 'calls'::text AS event_type, id COLLATE "C" AS id, places
        FROM events.calls_20160101 AS raw
        JOIN derived.subscribers USING (msisdn)
        JOIN derived.cells USING (location_id)
        JOIN (
          SELECT cell, array_agg(place) AS places
          FROM cache.x_cell_places
          WHERE '2016-01-01' BETWEEN first_day AND last_day
          GROUP BY cell
        ) AS located USING (cell)
        WHERE id <> '' AND outgoing
        UNION ALL
        SELECT subscriber, 'sms'::text AS event_type, id COLLATE "C" AS id, places
        FROM events.sms_20160101 AS raw
        JOIN derived.subscribers USING (msisdn)
        JOIN derived.cells USING (location_id)
        JOIN (
          SELECT cell, array_agg(place) AS places
          FROM cache.x_cell_places
          WHERE '2016-01-01' BETWEEN first_day AND last_day
          GROUP BY cell
        ) AS located USING (cell)
        WHERE id <> '' AND outgoing
        UNION ALL
        SELECT subscriber, 'calls'::text AS event_type, id COLLATE "C" AS id, places
        FROM events.calls_20160102 AS raw
        JOIN derived.subscribers USING (msisdn)
        JOIN derived.cells USING (location_id)
        JOIN (
          SELECT cell, array_agg(place) AS places
          FROM cache.x_cell_places
          WHERE '2016-01-02' BETWEEN first_day AND last_day
          GROUP BY cell
        ) AS located USING (cell)
        WHERE id <> '' AND outgoing
      ) AS caller
      JOIN (
        SELECT subscriber, 'calls'::text AS event_type, id COLLATE "C" AS id, places
        FROM events.calls_20160101 AS raw
        JOIN derived.subscribers USING (msisdn)
        JOIN derived.cells USING (location_id)
        JOIN (
          SELECT cell, array_agg(place) AS places
          FROM cache.x_cell_places
          WHERE '2016-01-01' BETWEEN first_day AND last_day
          GROUP BY cell
        ) AS located USING (cell)
        WHERE id <> '' AND NOT outgoing
        UNION ALL
        SELECT subscriber, 'sms'::text AS event_type, id COLLATE "C" AS id, places
        FROM events.sms_20160101 AS raw
        JOIN derived.subscribers USING (msisdn)
        JOIN derived.cells USING (location_id)
        JOIN (
          SELECT cell, array_agg(place) AS places
          FROM cache.x_cell_places
          WHERE '2016-01-01' BETWEEN first_day AND last_day
          GROUP BY cell
        ) AS located USING (cell)
        WHERE id <> '' AND NOT outgoing
        UNION ALL
        SELECT subscriber, 'calls'::text AS event_type, id COLLATE "C" AS id, places
        FROM events.calls_20160102 AS raw
        JOIN derived.subscribers USING (msisdn)
        JOIN derived.cells USING (location_id)
        JOIN (
          SELECT cell, array_agg(place) AS places
          FROM cache.x_cell_places
          WHERE '2016-01-02' BETWEEN first_day AND last_day
          GROUP BY cell
        ) AS located USING (cell)
        WHERE id <> '' AND NOT outgoing
      ) AS callee USING (event_type, id)
      CROSS JOIN LATERAL (
        VALUES (caller.subscriber, caller.places, callee.subscriber, callee.places),
        (callee.subscriber, callee.places, caller.subscriber, caller.places)
      ) AS counted (subscriber, places, other, other_places)
      CROSS JOIN unnest(counted.places) AS place
      GROUP BY place, counted.subscriber, other, within
    ) AS interactions
    GROUP BY place
  ) AS counted
  LEFT JOIN cache.x_places AS places USING (place)
  ORDER BY place
) AS aggregate
WHERE subscribers >= 16
