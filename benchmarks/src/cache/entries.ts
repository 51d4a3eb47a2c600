import type pg from 'pg'

/** Tables that are made in one transaction: each holds a lock until its end. */
const BATCH = 1_000

/**
 * Fills the cache with results of queries that nobody has asked for, each with a table of its own, as if FlowMachine
 * had computed them two days ago. Those that an earlier attempt has made count.
 */
export async function makeEntries(database: pg.Pool, count: number): Promise<void> {
  const { rows } = await database.query<{ made: number }>(
    `SELECT count(*) AS made FROM cache.results WHERE superseded_at IS NULL`,
  )
  for (let made = rows[0]?.made ?? 0; made < count; made += BATCH)
    await database.query(`
      DO $$
      DECLARE
        id text;
        number bigint;
      BEGIN
        SET LOCAL ROLE flowmachine;
        FOR i IN ${made + 1}..${Math.min(made + BATCH, count)} LOOP
          id := md5('entry ' || i);
          number := nextval('cache.run_seq');
          EXECUTE format('CREATE TABLE cache.%I (subscriber integer, place integer)', 'x' || id || '_' || number);
          INSERT INTO cache.queries (query_id, form, kind, spec, top_level)
          VALUES (id, 'stored', 'daily_location', jsonb_build_object('query_kind', 'daily_location', 'entry', i), false)
          ON CONFLICT DO NOTHING;
          INSERT INTO cache.results (query_id, run, table_schema, table_name, row_count, sources, compute_ms, size_bytes,
            created_at)
          VALUES (id, number, 'cache', 'x' || id || '_' || number, 0, '{}', 1 + i % 977, 8192 * (1 + i % 1009),
            now() - interval '2 days');
          INSERT INTO cache.result_versions (query_id, run, item, version)
          VALUES (id, number, 'calls/2016-01-01', 1), (id, number, 'sms/2016-01-01', 2);
        END LOOP;
      END
      $$`)
  await database.query('ANALYZE cache.queries, cache.results, cache.result_versions')
}

/** Makes a small country, so that FlowMachine has something to compute. */
export async function makeCountry(database: pg.Pool): Promise<void> {
  await database.query(`
    INSERT INTO geography.geoms (short_name, long_name, spatial_resolution, additional_metadata, geom)
    SELECT 'area ' || n, 'area ' || n, 3, '{}', ST_Multi(ST_MakeEnvelope(n, 0, n + 1, 1, 4326))
    FROM generate_series(1, 50) AS n
    WHERE NOT EXISTS (SELECT FROM geography.geoms)`)
}
