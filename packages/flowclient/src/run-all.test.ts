import { afterEach, expect, test } from 'vitest'
import { connect } from './client.ts'
import { dates } from './dates.ts'
import { QueryInvalid } from './errors.ts'
import { geography, uniqueSubscriberCounts } from './queries/index.ts'
import { runAll } from './run-all.ts'
import {
  accepted,
  completed,
  json,
  type ScriptedFlowApi,
  startScriptedFlowApi,
} from './testing/scripted-flowapi.ts'

const TOKEN = 'aGVhZGVy.Y2xhaW1z.c2lnbmF0dXJl'
let server: ScriptedFlowApi | undefined
afterEach(async () => {
  await server?.close()
})

const queries = dates('2016-01-01', '2016-01-06').map(day =>
  uniqueSubscriberCounts({ start_date: day, end_date: `${day}T12:00:00`, aggregation_unit: 'admin3' }),
)

test('all queries are run, a few at a time, and their handles come in order', async () => {
  const ids = queries.map((_, index) => `id-${index}`)
  server = await startScriptedFlowApi({
    'POST /api/0/run': ids.map(id => accepted(id)),
    ...Object.fromEntries(ids.map(id => [`GET /api/0/poll/${id}`, completed(id)])),
  })
  let open = 0
  let most = 0
  const client = connect({
    url: server.url,
    token: TOKEN,
    fetch: async (url, init) => {
      open += 1
      most = Math.max(most, open)
      return fetch(url, init).finally(() => {
        open -= 1
      })
    },
  })
  const handles = await runAll(client, queries, { concurrency: 2 })
  expect(handles).toHaveLength(5)
  expect(new Set(handles.map(({ id }) => id))).toEqual(new Set(ids))
  expect(most).toBe(2)
})

test('when one fails, no further one is run', async () => {
  server = await startScriptedFlowApi({ 'POST /api/0/run': json(400, { msg: 'No.' }) })
  const client = connect({ url: server.url, token: TOKEN })
  await expect(runAll(client, queries, { concurrency: 1 })).rejects.toThrow(QueryInvalid)
  expect(server.received).toHaveLength(1)
})

test('no queries are done at once', async () => {
  const client = connect({ url: 'http://127.0.0.1:9', token: TOKEN })
  expect(await runAll(client, [geography({ aggregation_unit: 'admin3' })].slice(1))).toEqual([])
})

test('dates are the days from the first up to before the last', () => {
  expect(dates('2016-02-28', '2016-03-02')).toEqual(['2016-02-28', '2016-02-29', '2016-03-01'])
  expect(() => dates('2016-03-02', '2016-03-02')).toThrow(RangeError)
  expect(() => dates('tomorrow', '2016-03-02')).toThrow('tomorrow is not a day such as 2016-01-31')
})
