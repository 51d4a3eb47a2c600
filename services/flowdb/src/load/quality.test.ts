import { createFlowDb } from '@flowkit/local-stack/vitest'
import { createLogger, createPool } from '@flowkit/service'
import { expect, test } from 'vitest'
import { loadEvents } from './events.ts'

test('a load that is checked records what the day is like', async () => {
  const db = await createFlowDb({ profile: 'empty', timezone: 'Asia/Kathmandu' })
  const { host, port, name, superuser } = db
  const pool = createPool(
    { host, port, database: name, ...superuser },
    'test',
    2,
    createLogger('test', 'silent'),
  )
  await pool.query("INSERT INTO infrastructure.cells (id, version) VALUES ('S1', 1)")
  // 1 and 2 talk to each other; 3 calls somebody of another network, twice, in rows that are alike.
  const rows = [
    ['08:00', 't', '01', '02', 'S1', '0a', '60'],
    ['08:00', 'f', '02', '01', 'S9', '0a', '60'],
    ['09:00', 't', '03', '09', '\\N', '0b', '30'],
    ['09:00', 't', '03', '09', '\\N', '0b', '30'],
  ].map(([time, outgoing, msisdn, counterpart, cell, imei, duration]) =>
    [
      `2016-01-01 ${time}`,
      outgoing,
      `\\\\x${msisdn}`,
      `\\\\x${counterpart}`,
      cell,
      `\\\\x${imei}`,
      duration,
    ].join('\t'),
  )
  const columns = ['datetime', 'outgoing', 'msisdn', 'msisdn_counterpart', 'location_id', 'imei', 'duration']
  await loadEvents(
    pool,
    { type: 'calls', date: '2016-01-01', columns, chunks: [`${rows.join('\n')}\n`] },
    { check: true },
  )

  const { rows: checks } = await pool.query<[string, string]>({
    text: 'SELECT type_of_query_or_check, outcome FROM etl.deduped_post_etl_queries',
    rowMode: 'array',
  })
  expect(Object.fromEntries(checks)).toEqual({
    count_added_rows: '4',
    count_added_rows_outgoing: '3',
    count_duplicated: '2',
    count_duplicates: '1',
    count_imeis: '2',
    count_imsis: '0',
    count_msisdns: '3',
    count_location_ids: '2',
    count_locatable_location_ids: '1',
    count_locatable_events: '1',
    count_null_counterparts: '0',
    count_null_durations: '0',
    count_null_imeis: '0',
    count_null_imsis: '4',
    count_null_location_ids: '2',
    count_onnet_msisdns: '2',
    count_onnet_msisdns_incoming: '1',
    count_onnet_msisdns_outgoing: '1',
    earliest_timestamp: '2016-01-01 08:00:00+05:45',
    latest_timestamp: '2016-01-01 09:00:00+05:45',
    max_duration: '60',
    max_msisdns_per_imei: '2',
    max_msisdns_per_imsi: null,
    median_duration: '45',
  })
  await pool.end()
  await db.drop()
})
