import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { column, connect } from './testing.ts'

let flowdb: TestFlowDb
let client: pg.Client

beforeAll(async () => {
  flowdb = await createFlowDb({ profile: 'empty' })
  client = await connect({ ...flowdb, database: flowdb.name, ...flowdb.superuser })
})
afterAll(async () => {
  await client.end()
  await flowdb.drop()
})
beforeEach(() => client.query('BEGIN'))
afterEach(() => client.query('ROLLBACK'))

describe('the calendar', () => {
  test('has every day of 80 years from 1979 on', async () => {
    const { rows } = await client.query(
      'SELECT min(date_actual)::text, max(date_actual)::text, count(*) FROM d_date',
    )
    // 60 years of 365 days and 20 leap years.
    expect(rows).toEqual([{ min: '1979-01-01', max: '2058-12-31', count: 60 * 365 + 20 * 366 }])
  })

  test('knows the first day of 2016, which belongs to the last ISO week of 2015', async () => {
    const { rows } = await client.query(
      `SELECT (to_jsonb(d_date)) AS day FROM d_date WHERE date_dim_id = 20160101`,
    )
    expect(rows[0].day).toEqual({
      date_dim_id: 20160101,
      date_actual: '2016-01-01',
      epoch: Date.UTC(2016, 0, 1) / 1000,
      day_suffix: '1st',
      day_name: 'Friday',
      day_of_week: 5,
      day_of_month: 1,
      day_of_quarter: 1,
      day_of_year: 1,
      week_of_month: 1,
      week_of_year: 53,
      week_of_year_iso: '2015-W53-5',
      month_actual: 1,
      month_name: 'January',
      month_name_abbreviated: 'Jan',
      quarter_actual: 1,
      quarter_name: 'First',
      year_actual: 2016,
      first_day_of_week: '2015-12-28',
      last_day_of_week: '2016-01-03',
      first_day_of_month: '2016-01-01',
      last_day_of_month: '2016-01-31',
      first_day_of_quarter: '2016-01-01',
      last_day_of_quarter: '2016-03-31',
      first_day_of_year: '2016-01-01',
      last_day_of_year: '2016-12-31',
      mmyyyy: '012016',
      mmddyyyy: '01012016',
      is_std_weekend: false,
    })
  })

  test('knows a leap day, its quarter and its weekend', async () => {
    const { rows } = await client.query(`
      SELECT day_of_quarter, day_of_year, day_suffix, is_std_weekend, last_day_of_month::text AS month_end
      FROM d_date WHERE date_actual IN ('2020-02-29', '2020-03-02') ORDER BY date_actual`)
    expect(rows).toEqual([
      // A Saturday and a Monday; January has 31 days.
      {
        day_of_quarter: 60,
        day_of_year: 60,
        day_suffix: '29th',
        is_std_weekend: true,
        month_end: '2020-02-29',
      },
      {
        day_of_quarter: 62,
        day_of_year: 62,
        day_suffix: '2nd',
        is_std_weekend: false,
        month_end: '2020-03-31',
      },
    ])
  })

  test('has the minutes of a day', async () => {
    const { rows } = await client.query(
      'SELECT * FROM d_time WHERE time_dim_id IN (0, 1305, 2359) ORDER BY 1',
    )
    expect(rows).toEqual([
      {
        time_dim_id: 0,
        time_of_day: '00:00',
        hour_of_day: 0,
        minute_of_day: 0,
        meridean_indicator: 'am',
        minute_of_hour: 0,
      },
      {
        time_dim_id: 1305,
        time_of_day: '13:05',
        hour_of_day: 13,
        minute_of_day: 785,
        meridean_indicator: 'pm',
        minute_of_hour: 5,
      },
      {
        time_dim_id: 2359,
        time_of_day: '23:59',
        hour_of_day: 23,
        minute_of_day: 1439,
        meridean_indicator: 'pm',
        minute_of_hour: 59,
      },
    ])
  })
})

describe('the log of loading', () => {
  test('says that a day is available when its latest record says that it was ingested', async () => {
    await client.query(`INSERT INTO etl.etl_records (cdr_type, cdr_date, state, timestamp) VALUES
      ('calls', '2016-01-01', 'ingested', '2016-02-01'),
      ('calls', '2016-01-02', 'ingested', '2016-02-01'),
      ('calls', '2016-01-02', 'archived', '2016-02-02'),
      ('sms', '2016-01-02', 'archived', '2016-02-01'),
      ('sms', '2016-01-02', 'ingested', '2016-02-01')`)
    const days = await column(
      client,
      "SELECT cdr_type || ' ' || cdr_date FROM etl.available_dates ORDER BY 1",
    )
    expect(days).toEqual(['calls 2016-01-01', 'sms 2016-01-02'])
    expect(
      await column(client, "SELECT state FROM etl.ingest_state WHERE cdr_type = 'calls' ORDER BY cdr_date"),
    ).toEqual(['ingested', 'archived'])
  })

  test('gives the newest outcome of each check, of available days only', async () => {
    await client.query(`
      INSERT INTO etl.etl_records (cdr_type, cdr_date, state) VALUES ('calls', '2016-01-01', 'ingested');
      INSERT INTO etl.post_etl_queries (cdr_type, cdr_date, type_of_query_or_check, outcome, timestamp) VALUES
        ('calls', '2016-01-01', 'count_added_rows', '10', '2016-02-01'),
        ('calls', '2016-01-01', 'count_added_rows', '12', '2016-02-02'),
        ('calls', '2016-01-01', 'max_duration', '600', '2016-02-01'),
        ('calls', '2016-01-02', 'count_added_rows', '99', '2016-02-01')`)
    expect(
      await column(
        client,
        "SELECT type_of_query_or_check || ' ' || outcome FROM etl.deduped_post_etl_queries ORDER BY 1",
      ),
    ).toEqual(['count_added_rows 12', 'max_duration 600'])
  })
})

describe('the administrative units', () => {
  const square = "'SRID=4326;MULTIPOLYGON(((0 0, 1 0, 1 1, 0 1, 0 0)))'"

  test('are views of the areas of their level, with the unit that they are part of', async () => {
    await client.query(`
      INSERT INTO geography.geo_kinds (name) VALUES ('grid');
      INSERT INTO geography.geoms (short_name, long_name, geo_kind_id, spatial_resolution, additional_metadata, geom) VALUES
        ('XX', 'Land', 1, 0, NULL, ${square}),
        ('XX.1', 'East', 1, 1, '{"parent_pcod": "XX"}', ${square}),
        ('g1', 'A square of a grid', 2, 1, NULL, ${square})`)
    const { rows } = await client.query(
      'SELECT admin1pcod, admin1name, parent_pcod, ST_Area(geom) AS area FROM geography.admin1',
    )
    expect(rows).toEqual([{ admin1pcod: 'XX.1', admin1name: 'East', parent_pcod: 'XX', area: 1 }])
    expect(await column(client, 'SELECT admin0pcod FROM geography.admin0')).toEqual(['XX'])
    expect(await column(client, 'SELECT admin2pcod FROM geography.admin2')).toEqual([])
  })

  test('cannot have the same code twice on one level', async () => {
    const insert = `INSERT INTO geography.geoms (short_name, spatial_resolution) VALUES ('XX', 0)`
    await client.query(insert)
    await expect(client.query(insert)).rejects.toThrow(/unique/)
  })
})

test('events find their day among the partitions, by the time zone of the deployment', async () => {
  await client.query(`
    SET LOCAL timezone TO 'Asia/Kathmandu';
    CREATE TABLE events.sms_20160101 PARTITION OF events.sms FOR VALUES FROM ('2016-01-01') TO ('2016-01-02');
    INSERT INTO events.sms (datetime, msisdn) VALUES ('2015-12-31T18:15Z', sha256('a')), ('2016-01-01T18:14:59Z', sha256('b'));
  `)
  expect(await column(client, 'SELECT count(*) FROM events.sms_20160101')).toEqual([2])
  await expect(
    client.query("INSERT INTO events.sms (datetime, msisdn) VALUES ('2016-01-01T18:15Z', sha256('c'))"),
  ).rejects.toThrow(/no partition/)
})

test.each(['sites', 'cells'])(
  '%s have one row for each version, and end their service after its beginning',
  async table => {
    const insert = (version: number, first: string, last: string) =>
      client.query(
        `INSERT INTO infrastructure.${table} (id, version, date_of_first_service, date_of_last_service) VALUES ('a', $1, $2, $3)`,
        [version, first, last],
      )
    await insert(0, '2015-01-01', '2016-01-05')
    await client.query('SAVEPOINT before')
    await expect(insert(0, '2016-01-06', '2016-01-07')).rejects.toThrow(/unique/)
    await client.query('ROLLBACK TO before')
    await expect(insert(1, '2016-01-06', '2016-01-05')).rejects.toThrow(/check/)
  },
)
