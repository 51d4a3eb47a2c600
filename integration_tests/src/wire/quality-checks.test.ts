import { describe, expect, inject, test } from 'vitest'
import { bodyOf, gateway } from '../harness/gateway.ts'
import { rawRows } from '../harness/quality.ts'
import { DAYS } from '../harness/questions.ts'
import { sharedSystem } from '../harness/shared.ts'
import { claims, sign } from '../harness/tokens.ts'

const { api, url, database } = sharedSystem()
const key = { algorithm: 'RS256', privateKey: inject('keys').privateKey } as const

const check = (rest: string) => api.request(`/api/0/qa/${rest}`)

describe('quality checks', () => {
  test('are listed at an address with a slash at its end, which answers directly', async () => {
    const answered = await check('')
    expect(answered.status).toBe(200)
    const checks = (await answered.json()) as { cdr_type: string; type_of_query_or_check: string }[]
    for (const cdr_type of ['calls', 'sms', 'mds', 'topups'])
      expect(checks).toContainEqual({ cdr_type, type_of_query_or_check: 'count_null_imeis' })
  })

  test('say of each day of a period, its last one included, what the raw rows say', async () => {
    const answered = await check(`sms/count_added_rows?start_date=2016-01-02&end_date=2016-01-04`)
    const added = await rawRows(database, 'sms')
    expect(await answered.json()).toEqual(
      DAYS.slice(1, 4).map(cdr_date => ({
        cdr_date,
        outcome: added[cdr_date],
        type_of_query_or_check: 'count_added_rows',
      })),
    )
  })

  test('say of one day a bare text', async () => {
    const answered = await check('calls/count_added_rows/2016-01-01')
    expect(answered.headers.get('content-type')).toMatch(/^text\/html/)
    expect(await answered.text()).toBe((await rawRows(database, 'calls'))['2016-01-01'])
  })

  test('refuse dates that cannot be read, and know nothing of days that are not held', async () => {
    expect(await bodyOf(await check('calls/count_added_rows/soon'), 400)).toMatchObject({
      status: 'bad request',
    })
    expect(await bodyOf(await check('calls/count_added_rows/2015-01-01'), 404)).toMatchObject({
      status: 'not found',
    })
    expect(await bodyOf(await check("calls/'; DROP SCHEMA etl; --/2016-01-01"), 404)).toMatchObject({
      status: 'not found',
    })
  })

  test('need the scope get_qa_checks', async () => {
    const other = gateway(url, sign(key, claims({ analyst: ['run', 'get_result', 'get_available_dates'] })))
    await bodyOf(await other.request('/api/0/qa/'), 403)
    const steward = gateway(url, sign(key, claims({ steward: ['get_qa_checks'] })))
    expect((await steward.request('/api/0/qa/')).status).toBe(200)
  })
})
