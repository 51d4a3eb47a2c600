import { describe, expect, inject, test } from 'vitest'
import { bodyOf, complete, type Gateway, gateway } from '../harness/gateway.ts'
import { dailyLocation, modalLocation, uniqueSubscriberCounts } from '../harness/questions.ts'
import { sharedSystem } from '../harness/shared.ts'
import { claims, type Roles, sign } from '../harness/tokens.ts'

const { api, url } = sharedSystem()
const key = { algorithm: 'RS256', privateKey: inject('keys').privateKey } as const

/** FlowAPI with a token of some roles. */
const as = (roles: Roles): Gateway => gateway(url, sign(key, claims(roles)))

/** A modal location at admin2, with a subset: every kind of scope that there is. */
const spec = {
  query_kind: 'spatial_aggregate',
  locations: modalLocation(['2016-01-01', '2016-01-02'], {
    aggregation_unit: 'admin2',
    subscriber_subset: dailyLocation('2016-01-03', { aggregation_unit: 'admin3' }),
  }),
}
// By hand from the rule: the unit and kind of the whole with each kind in it, and one scope for the subset's kind.
const TRIPLETS = [
  'admin2:spatial_aggregate:spatial_aggregate',
  'admin2:spatial_aggregate:modal_location',
  'admin2:spatial_aggregate:daily_location',
  'subset:daily_location',
]

interface Route {
  readonly name: string
  readonly scopes: readonly string[]
  readonly allowed: number
  readonly ask: (from: Gateway, id: string) => Promise<Response>
}

const ROUTES: readonly Route[] = [
  { name: 'run', scopes: ['run', ...TRIPLETS], allowed: 202, ask: from => from.run(spec) },
  { name: 'poll', scopes: TRIPLETS, allowed: 303, ask: (from, id) => from.poll(id) },
  { name: 'get', scopes: ['get_result', ...TRIPLETS], allowed: 200, ask: (from, id) => from.get(id) },
  {
    name: 'get csv',
    scopes: ['get_result', ...TRIPLETS],
    allowed: 200,
    ask: (from, id) => from.get(id, '.csv'),
  },
  {
    name: 'get geojson',
    scopes: ['get_result', ...TRIPLETS, 'admin2:geography:geography'],
    allowed: 200,
    ask: (from, id) => from.get(id, '.geojson'),
  },
  {
    name: 'geography',
    scopes: ['get_result', 'admin2:geography:geography'],
    allowed: 200,
    ask: from => from.request('/api/0/geography/admin2'),
  },
  {
    name: 'available_dates',
    scopes: ['get_available_dates'],
    allowed: 200,
    ask: from => from.request('/api/0/available_dates'),
  },
]

/** How a route answers to some roles, about a result that is ready. */
async function statusFor({ ask }: Route, roles: Roles): Promise<number> {
  const answered = await ask(as(roles), await complete(api, spec))
  const body = await answered.text()
  if (answered.status === 403)
    expect(JSON.parse(body)).toMatchObject({ status: 'Error', msg: 'User claims verification failed' })
  return answered.status
}

describe.each(ROUTES)('$name', route => {
  const { scopes, allowed } = route

  test('is allowed to a role with just the scopes that it needs', async () => {
    expect(await statusFor(route, { analyst: scopes })).toBe(allowed)
  })

  test.each(scopes)('is refused to a role with all of them but %s', async missing => {
    expect(await statusFor(route, { analyst: scopes.filter(scope => scope !== missing) })).toBe(403)
  })

  test('is refused to a token without roles, and to roles without scopes', async () => {
    expect(await statusFor(route, {})).toBe(403)
    expect(await statusFor(route, { one: [], other: [] })).toBe(403)
  })

  test('is allowed when one role of several has all of them', async () => {
    expect(await statusFor(route, { idle: ['run'], analyst: scopes, other: [] })).toBe(allowed)
  })
})

test.each(ROUTES.filter(({ scopes }) => scopes.length > 1))(
  '$name is refused to roles that have the scopes only together',
  async route => {
    const [first = '', ...others] = route.scopes
    expect(await statusFor(route, { one: [first], other: others })).toBe(403)
    expect(await statusFor(route, Object.fromEntries(route.scopes.map(scope => [scope, [scope]])))).toBe(403)
  },
)

test('scopes of one unit say nothing about another one', async () => {
  const unit = { aggregation_unit: 'admin1' } as const
  const roles = { analyst: ['run', 'admin2:unique_subscriber_counts:unique_subscriber_counts'] }
  expect((await as(roles).run(uniqueSubscriberCounts(unit))).status).toBe(403)
  expect((await as(roles).run(uniqueSubscriberCounts({ aggregation_unit: 'admin2' }))).status).toBe(202)
})

test('who may not run a query is told which scopes are missing, and nothing is computed', async () => {
  const roles = { analyst: ['run', ...TRIPLETS.slice(1)] }
  const body = await bodyOf(await as(roles).run(spec), 403)
  expect(body).toMatchObject({ payload: { missing_scopes: [TRIPLETS[0]] } })
})

test('an unknown id is unknown to a token without scopes too', async () => {
  expect((await as({}).poll('0123456789abcdef0123456789abcdef')).status).toBe(404)
})
