import { describe, expect, test } from 'vitest'
import { bodyOf, complete } from '../harness/gateway.ts'
import { dailyLocation, flows, spatialAggregate, uniqueSubscriberCounts } from '../harness/questions.ts'
import { sharedSystem } from '../harness/shared.ts'

const { api, database } = sharedSystem()
const metadataOf = async (id: string) => bodyOf(await api.request(`/api/0/metadata/${id}`), 200)

describe('the metadata of a result', () => {
  test('say what was asked, from what it was answered, and what is left out', async () => {
    const id = await complete(api, uniqueSubscriberCounts({ end_date: '2016-01-03', event_types: ['sms'] }))
    const { headers } = await api.get(id, '.csv')
    const metadata = await metadataOf(id)
    expect(metadata).toMatchObject({
      query_id: id,
      query_kind: 'unique_subscriber_counts',
      parameters: {
        start_date: '2016-01-01',
        end_date: '2016-01-03',
        event_types: ['sms'],
        hours: null,
        subscriber_subset: null,
      },
      aggregation_unit: 'admin3',
      columns: ['pcod', 'value'],
      time_zone: 'UTC',
      computed_at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/),
      up_to_date: true,
      release: {
        threshold: 16,
        rows_released: Number(headers.get('x-flowkit-rows-released')),
        cells_left_out: Number(headers.get('x-flowkit-cells-left-out')),
      },
    })
    expect(Object.keys(Object(metadata.data_versions)).sort()).toEqual([
      'boundaries',
      'cells',
      'sms/2016-01-01',
      'sms/2016-01-02',
    ])
    expect(metadata.sources).not.toEqual([])
  })

  test('hold no SQL, and no name of a table of results', async () => {
    const id = await complete(api, flows(dailyLocation('2016-01-01'), dailyLocation('2016-01-02')))
    const text = JSON.stringify(await metadataOf(id))
    expect(text).not.toMatch(/select|released\.|cache\./i)
  })

  test('give nothing out, so the ledger stays as it is', async () => {
    const id = await complete(api, spatialAggregate(dailyLocation('2016-01-04')))
    const grants = async () =>
      (await database.query("SELECT FROM ledger.history WHERE type = 'grant' AND query_id = $1", [id]))
        .rowCount
    const before = await grants()
    await metadataOf(id)
    expect(await grants()).toBe(before)
  })

  test('of an id that nobody has asked for are 404', async () => {
    expect(await bodyOf(await api.request(`/api/0/metadata/${'0'.repeat(32)}`), 404)).toMatchObject({
      status: 'awol',
    })
  })
})
