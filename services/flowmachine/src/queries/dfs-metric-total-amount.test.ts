import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { withClient } from '../testing/world.ts'

describe('mobile money by day and place', () => {
  let world: TestEngine

  beforeAll(async () => {
    world = await startEngine({
      areas: [
        [3, 'E', 0, 0, 1, 1],
        [3, 'W', 1, 0, 2, 1],
      ],
      cells: [
        ['east', 0.5, 0.5],
        ['west', 1.5, 0.5],
        // The cell stands in the east again in its next version.
        ['west', 0.5, 0.6, '2020-01-01'],
      ],
      events: {},
    })
    // 16 people in the west pay 10 each to a shop in the east, on the first day at noon and on the last just before
    // midnight, for a fee of 1; a seventeenth pays 200 on the last day. On the next day they pay again.
    await withClient(world.superuserUrl, client =>
      client.query(`
        INSERT INTO dfs.subscribers (id, msisdn) SELECT id, sha256(id::text::bytea) FROM generate_series(0, 17) AS id;
        INSERT INTO dfs.transactions (id, amount, fee, timestamp)
        SELECT 100 * day + payer, CASE WHEN payer = 17 THEN 200 ELSE 10 END, 1, moment
        FROM generate_series(1, 17) AS payer
        CROSS JOIN (
          VALUES (1, timestamptz '2016-01-01 12:00'), (2, '2016-01-02 23:59'), (3, '2016-01-03 00:00')
        ) AS days (day, moment)
        WHERE payer < 17 OR day = 2;
        INSERT INTO dfs.transactions_metadata (transaction_id, subscriber_id, cell_id, cell_version, is_outgoing)
        SELECT id, id % 100, 'west', 0, true FROM dfs.transactions
        UNION ALL
        SELECT id, 0, 'east', 0, false FROM dfs.transactions`),
    )
    await world.start()
  })
  afterAll(() => world.close())

  const total = (metric: string) =>
    world.answer({
      query_kind: 'dfs_metric_total_amount',
      start_date: '2016-01-01',
      end_date: '2016-01-02',
      metric,
      aggregation_unit: 'admin3',
    })

  it('is summed over the days, the last of which is one of them, where no one has most', async () => {
    // On the second day one of 17 people pays 200 of 360. In the east all goes to one shop.
    expect(await total('amount')).toEqual([{ date: '2016-01-01', pcod: 'W', value: '160.0000' }])
    expect(await total('fee')).toEqual([
      { date: '2016-01-01', pcod: 'W', value: '16.0000' },
      { date: '2016-01-02', pcod: 'W', value: '17.0000' },
    ])
  })

  it('is summed again when it has changed, and withheld when 16 people are not left', async () => {
    await withClient(world.superuserUrl, async client => {
      await client.query(`INSERT INTO etl.opt_outs (msisdn) VALUES (sha256('1'::bytea))`)
      await client.query('SELECT * FROM dfs.drop_opted_out()')
    })
    expect(await total('fee')).toEqual([{ date: '2016-01-02', pcod: 'W', value: '16.0000' }])
    const { rows } = await world.engine.control.query(
      `SELECT item FROM etl.revoked_versions WHERE before > 0 ORDER BY item`,
    )
    expect(rows).toEqual([{ item: 'mobile_money' }])
  })

  it('takes parties with the same pseudonym for one person', async () => {
    // With the second and the third payer being one, 15 people are left on the second day.
    await withClient(world.superuserUrl, client =>
      client.query(`
        UPDATE dfs.subscribers SET msisdn = sha256('2'::bytea) WHERE id = 3;
        UPDATE dfs.transactions SET fee = fee`),
    )
    expect(await total('fee')).toEqual([])
  })
})
