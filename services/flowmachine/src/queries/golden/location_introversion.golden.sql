SELECT pcod, value
FROM (
  SELECT pcod, value, subscribers
  FROM (
    SELECT place,
      sum(stayed)::double precision / sum(interactions) AS value,
      least(nullif(count(subscriber) FILTER (WHERE stayed > 0), 0), nullif(count(other) FILTER (WHERE stayed > 0), 0), nullif(count(subscriber) FILTER (WHERE stayed < interactions), 0), nullif(count(other) FILTER (WHERE stayed < interactions), 0)) AS subscribers
    FROM (
      SELECT place, counted.subscriber, other, count(*) AS interactions,
        count(*) FILTER (WHERE place = ANY (other_places)) AS stayed
      FROM (
        SELECT subscriber, event_type, id, places FROM (
          SELECT msisdn, 'calls'::text AS event_type, id COLLATE "C" AS id, location_id, '2016-01-01'::date AS day
          FROM events.calls_20160101
          WHERE id <> '' AND outgoing
          UNION ALL
          SELECT msisdn, 'sms'::text AS event_type, id COLLATE "C" AS id, location_id, '2016-01-01'::date AS day
          FROM events.sms_20160101
          WHERE id <> '' AND outgoing
          UNION ALL
          SELECT msisdn, 'calls'::text AS event_type, id COLLATE "C" AS id, location_id, '2016-01-02'::date AS day
          FROM events.calls_20160102
          WHERE id <> '' AND outgoing
        ) AS raw
        JOIN derived.subscribers USING (msisdn)
        JOIN derived.cells USING (location_id)
        JOIN (
          SELECT cell, first_day, last_day, array_agg(place) AS places
          FROM cache.x_cell_places
          GROUP BY cell, first_day, last_day
        ) AS located ON located.cell = cells.cell AND day BETWEEN first_day AND last_day
      ) AS caller
      JOIN (
        SELECT subscriber, event_type, id, places FROM (
          SELECT msisdn, 'calls'::text AS event_type, id COLLATE "C" AS id, location_id, '2016-01-01'::date AS day
          FROM events.calls_20160101
          WHERE id <> '' AND NOT outgoing
          UNION ALL
          SELECT msisdn, 'sms'::text AS event_type, id COLLATE "C" AS id, location_id, '2016-01-01'::date AS day
          FROM events.sms_20160101
          WHERE id <> '' AND NOT outgoing
          UNION ALL
          SELECT msisdn, 'calls'::text AS event_type, id COLLATE "C" AS id, location_id, '2016-01-02'::date AS day
          FROM events.calls_20160102
          WHERE id <> '' AND NOT outgoing
        ) AS raw
        JOIN derived.subscribers USING (msisdn)
        JOIN derived.cells USING (location_id)
        JOIN (
          SELECT cell, first_day, last_day, array_agg(place) AS places
          FROM cache.x_cell_places
          GROUP BY cell, first_day, last_day
        ) AS located ON located.cell = cells.cell AND day BETWEEN first_day AND last_day
      ) AS callee USING (event_type, id)
      CROSS JOIN LATERAL (
        VALUES (caller.subscriber, caller.places, callee.subscriber, callee.places),
        (callee.subscriber, callee.places, caller.subscriber, caller.places)
      ) AS counted (subscriber, places, other, other_places)
      CROSS JOIN unnest(counted.places) AS place
      GROUP BY GROUPING SETS ((place, counted.subscriber), (place, other))
    ) AS people
    GROUP BY place
  ) AS counted
  LEFT JOIN cache.x_places AS places USING (place)
  ORDER BY place
) AS aggregate
WHERE subscribers >= 16
