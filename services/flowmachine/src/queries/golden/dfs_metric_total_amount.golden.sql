SELECT date, pcod, value
FROM (
  SELECT date::text AS date, pcod, value, subscribers, greatest_share
  FROM (
    SELECT place, date, sum(amount) AS value, count(*) AS subscribers,
      coalesce(max(abs(amount)) / nullif(sum(abs(amount)), 0), 0) AS greatest_share
    FROM (
      SELECT place, date, person, sum(amount) AS amount
      FROM (
        SELECT place, timestamp::date AS date, coalesce(first_id, subscriber_id) AS person, transactions.fee AS amount
        FROM dfs.transactions
        JOIN dfs.transactions_metadata AS sides ON sides.transaction_id = transactions.id
        LEFT JOIN (
          SELECT id, min(id) OVER (PARTITION BY msisdn) AS first_id
          FROM dfs.subscribers
          WHERE msisdn IN (SELECT msisdn FROM dfs.subscribers GROUP BY msisdn HAVING count(*) > 1)
        ) AS numbered_again ON numbered_again.id = subscriber_id
        JOIN (
          SELECT cells.id, cells.version, places.place
          FROM infrastructure.cells AS cells
          JOIN geography.admin3 AS regions ON ST_Within(cells.geom_point, regions.geom)
          JOIN cache.x_places AS places USING (gid)
        ) AS located ON located.id = sides.cell_id AND located.version = sides.cell_version
        WHERE timestamp >= '2016-01-01'::timestamptz AND timestamp < '2016-01-03'::timestamptz AND transactions.fee IS NOT NULL
          AND subscriber_id IS NOT NULL
        ORDER BY place, date, person
      ) AS transfers
      GROUP BY place, date, person
    ) AS by_person
    GROUP BY place, date
  ) AS summed
  JOIN cache.x_places AS places USING (place)
  ORDER BY date, place
) AS aggregate
WHERE subscribers >= 16 AND greatest_share <= 0.5
