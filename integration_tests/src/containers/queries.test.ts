import { connect } from 'flowclient'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { askByPythonClient } from '../clients/python.ts'
import { gateway, rowsOf } from '../harness/gateway.ts'
import { PYTHON_INSTALLATION_MS } from '../harness/python.ts'
import {
  DAYS,
  dailyLocation,
  flows,
  modalLocation,
  spatialAggregate,
  uniqueSubscriberCounts,
} from '../harness/questions.ts'
import { claims, sign } from '../harness/tokens.ts'
import { JWT_SECRET_KEY } from './global-setup.ts'
import { compose, inContainer } from './stack.ts'

/* What the stack of the README answers, to whom it gives tokens, by both clients. */

const stack = inject('stack')

describe.runIf(stack)('the stack', () => {
  if (!stack) return
  let token: string
  beforeAll(async () => {
    token = (await compose(stack, ['exec', '-T', 'flowapi', 'flowkit-token'])).trim()
    // As `flowdb ingest` does after each day.
    const check = 'SELECT etl.check_day(event_type, day, table_name::regclass) FROM etl.sealed_days'
    await inContainer(stack, 'flowdb', `psql --username flowdb --command "${check}"`)
  })

  test('answers our client with what the rows of its database come to', async () => {
    const client = connect({ url: stack.url, token })
    const handle = await client.run(uniqueSubscriberCounts({ aggregation_unit: 'admin0' }))
    const rows = []
    for await (const { value } of handle.rows()) rows.push(value)
    const people = `
      SELECT count(DISTINCT msisdn) FROM (
        SELECT msisdn, location_id FROM events.calls UNION ALL SELECT msisdn, location_id FROM events.sms
      ) AS event WHERE location_id IS NOT NULL`
    const counted = await inContainer(
      stack,
      'flowdb',
      `psql --username flowdb --tuples-only --command "${people}"`,
    )
    expect(Number(counted)).toBeGreaterThan(900)
    expect(rows).toEqual([Number(counted)])
  })

  test(
    'answers FlowKit’s Python client with what plain HTTP gives',
    async () => {
      const heard = await askByPythonClient({
        FLOWAPI_URL: stack.url,
        FLOWAPI_TOKEN: token,
        GUEST_TOKEN: sign({ algorithm: 'HS256', secret: JWT_SECRET_KEY }, claims({})),
      })
      const api = gateway(stack.url, token)
      const residents = await rowsOf(api, spatialAggregate(modalLocation(DAYS)))
      expect(residents).not.toEqual([])
      expect(heard.modal_location).toEqual(residents)
      const moves = await rowsOf(api, flows(dailyLocation('2016-01-01'), dailyLocation('2016-01-02')))
      expect(moves).not.toEqual([])
      expect(heard).toMatchObject({
        user: 'analyst',
        dates: { calls: DAYS, mds: DAYS, sms: DAYS, topups: DAYS },
        flows: { features: expect.any(Array) },
        forbidden: expect.stringContaining('User claims verification failed'),
      })
    },
    PYTHON_INSTALLATION_MS,
  )
})
