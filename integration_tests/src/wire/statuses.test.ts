import { describe, expect, inject, test } from 'vitest'
import { bodyOf, gateway } from '../harness/gateway.ts'
import { uniqueSubscriberCounts } from '../harness/questions.ts'
import { sharedSystem } from '../harness/shared.ts'
import { claims, sign } from '../harness/tokens.ts'

const { api, url } = sharedSystem()
const key = { algorithm: 'RS256', privateKey: inject('keys').privateKey } as const
const NOBODYS = '0123456789abcdef0123456789abcdef'

/** FlowAPI as somebody who may do nothing at all. */
const powerless = gateway(url, sign(key, claims({})))
const stranger = gateway(url)
const post = (body: string) => ({
  method: 'POST',
  body,
  headers: { 'content-type': 'application/json' },
})

describe('what is refused', () => {
  test.each<[what: string, status: number, ask: () => Promise<Response>]>([
    ['a question that is no JSON', 400, () => api.request('/api/0/run', post('{'))],
    ['a question of no kind', 400, () => api.run({})],
    ['a wrong question', 400, () => api.run({ query_kind: 'flows' })],
    ['a question without a token', 401, () => stranger.run(uniqueSubscriberCounts())],
    ['a question with a token that is none', 422, () => gateway(url, 'none').run(uniqueSubscriberCounts())],
    ['a question without the scopes', 403, () => powerless.run(uniqueSubscriberCounts())],
    ['dates without the scope', 403, () => powerless.request('/api/0/available_dates')],
    ['shapes without the scope', 403, () => powerless.request('/api/0/geography/admin3')],
    ['shapes of no unit', 400, () => api.request('/api/0/geography/parish')],
    ['checks without the scope', 403, () => powerless.request('/api/0/qa/')],
    [
      'checks from an unreadable day on',
      400,
      () => api.request('/api/0/qa/calls/count_added_rows?start_date=soon&end_date=2016-01-02'),
    ],
    [
      'checks of days without any',
      404,
      () => api.request('/api/0/qa/calls/count_added_rows?start_date=2010-01-01&end_date=2010-01-02'),
    ],
    ['a check that there is not', 404, () => api.request('/api/0/qa/calls/count_clouds/2016-01-01')],
    ['the state of an unknown id', 404, () => api.poll(NOBODYS)],
    ['the result of an unknown id', 404, () => api.get(NOBODYS)],
    ['an address that there is not', 404, () => api.request('/api/0/nothing')],
    ['a format that there is not', 400, () => api.get(NOBODYS, '.xlsx')],
  ])('%s is %i, in JSON with status and msg', async (_what, status, ask) => {
    const body = await bodyOf(await ask(), status)
    expect(body).toMatchObject({ status: expect.stringMatching(/./), msg: expect.stringMatching(/./) })
    if (status === 403) expect(body.msg).toBe('User claims verification failed')
  })

  test.each([
    ['poll', () => api.poll(NOBODYS)],
    ['get', () => api.get(NOBODYS)],
    ['get as CSV', () => api.get(NOBODYS, '.csv')],
    ['poll without scopes', () => powerless.poll(NOBODYS)],
  ] as const)('an unknown id is 404 with its name, whatever is asked about it: %s', async (_what, ask) => {
    const { msg } = await bodyOf(await ask(), 404)
    expect(msg).toBe(`Unknown query ID '${NOBODYS}'`)
  })
})

test('the document is there as YAML too, and as a page', async () => {
  const yaml = await stranger.request('/api/0/spec/openapi.yaml')
  expect(yaml.status).toBe(200)
  expect(await yaml.text()).toContain('x-security-scopes:')
  const page = await stranger.request('/api/0/spec/redoc')
  expect(page.status).toBe(200)
  expect(page.headers.get('content-type')).toMatch(/^text\/html/)
})

test('a token with the claim identity, as older clients read it, is as good as one without', async () => {
  const token = sign(key, claims({ analyst: ['get_available_dates'] }, { identity: 'tester' }))
  await bodyOf(await gateway(url, token).request('/api/0/available_dates'), 200)
})
