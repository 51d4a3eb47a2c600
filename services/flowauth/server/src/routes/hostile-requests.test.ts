import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { TestBrowser } from '../testing/browser.ts'
import { registration } from '../testing/descriptions.ts'
import { useFlowAuth } from '../testing/flowauth.ts'
import { listRoutes } from '../testing/route-list.ts'

/* What somebody sends who wants FlowAuth to fall over, or to say what they like in its answers' headers. */

const flowauth = useFlowAuth()
const found = await listRoutes()
const withBody = found.filter(({ body }) => body !== undefined)
const ID = '00000000-0000-4000-8000-000000000000'

let admin: TestBrowser
beforeAll(async () => {
  await flowauth.addUser('root', true)
  admin = await flowauth.signIn('root')
})

/** Sends a body as it is. */
const sendText = ({ method, url }: { method: string; url: string }, body: string) =>
  fetch(`${flowauth.url}${url.replace(':id', ID)}`, {
    method,
    headers: {
      cookie: admin.cookiesFor('/api/session'),
      'content-type': 'application/json',
      'x-flowauth-page': '1',
    },
    body,
  })

describe('bodies', () => {
  /** As many bytes as FlowAuth takes where a route does not take fewer. */
  const LARGEST_BODY_BYTES = 4 * 1024 * 1024
  /** Deeper than any stack of calls, where so much is taken. */
  const DEEPEST = 200_000

  test('are taken by many routes, programs’ among them', () => {
    expect(withBody.length).toBeGreaterThan(20)
    expect(withBody.filter(({ forPrograms }) => forPrograms)).toHaveLength(3)
  })

  test.each(withBody)('$method $url refuses one that is larger than it takes', async route => {
    const size = (route.bodyLimit ?? LARGEST_BODY_BYTES) + 1
    const answer = await sendText(route, JSON.stringify('x'.repeat(size - 2)))
    expect([answer.status, Object(await answer.json()).code]).toEqual([413, 'body_too_large'])
  })

  test.each(withBody)('$method $url refuses one that is deep, or deep in each of its fields', async route => {
    const fields = fieldsOf(route.body)
    const room = (route.bodyLimit ?? LARGEST_BODY_BYTES) - 500
    const depth = Math.min(DEEPEST, Math.floor(room / (2 * Math.max(fields.length, 1))))
    const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`
    const nested = `${'{"a":'.repeat(Math.floor(depth / 3))}1${'}'.repeat(Math.floor(depth / 3))}`
    const inFields = `{${fields.map(field => `${JSON.stringify(field)}:${deep}`).join(',')}}`
    for (const body of [deep, nested, inFields]) {
      const { status } = await sendText(route, body)
      expect(status).toBeOneOf([400, 422])
    }
  })

  test.each(withBody)('$method $url takes no prototype from one', async route => {
    for (const body of ['{"__proto__":{"is_admin":true}}', '{"constructor":{"prototype":{"is_admin":true}}}'])
      expect((await sendText(route, body)).status).toBe(400)
    expect(Object.hasOwn(Object.prototype, 'is_admin')).toBe(false)
  })

  test('of all these made FlowAuth fail by none', async () => {
    expect(flowauth.logLines.filter(({ msg }) => msg === 'failed')).toEqual([])
    expect((await flowauth.browser().get('/healthz')).status).toBe(200)
  })
})

/** The fields of a body, or of each of its forms. */
function fieldsOf(body: z.ZodType | undefined): string[] {
  if (body instanceof z.ZodObject) return Object.keys(body.shape)
  if (body instanceof z.ZodUnion)
    return [...new Set(body.options.flatMap(form => fieldsOf(form as z.ZodType)))]
  throw new Error('A body is an object, or one of some')
}

describe('headers of answers', () => {
  const INJECTED = '\r\nSet-Cookie: planted=1\r\n\r\n<b>planted</b>'
  const planted = (headers: Headers) => [...headers].filter(pair => pair.join(': ').includes('planted'))

  test.each(found)(
    '$method $url has none of what its address and its headers say',
    async ({ method, url }) => {
      const text = encodeURIComponent(INJECTED)
      const query = [
        'username',
        'event',
        'page',
        'refused',
        'code',
        'state',
        'error',
        'filename',
        'before',
      ].map(name => `${name}=${text}`)
      for (const id of [ID, text]) {
        const answer = await fetch(`${flowauth.url}${url.replace(':id', id)}?${query.join('&')}`, {
          method,
          redirect: 'manual',
          headers: {
            cookie: `flowauth-access=planted; flowauth-refresh=planted; flowauth-provider=planted; flowauth-device=planted`,
            'user-agent': 'planted',
            'x-flowauth-page': 'planted',
            'x-forwarded-for': 'planted',
            'x-forwarded-host': 'planted',
            'x-request-id': 'planted',
            'request-id': 'planted',
            referer: 'http://planted/',
          },
        })
        expect(planted(answer.headers)).toEqual([])
      }
    },
  )

  test('have none of a page’s address', async () => {
    for (const path of ['/', '/device', '/admin/users/']) {
      const answer = await fetch(`${flowauth.url}${path}${encodeURIComponent(INJECTED)}?planted`, {
        redirect: 'manual',
      })
      expect(planted(answer.headers)).toEqual([])
    }
  })

  test('have nothing of the filter in the name of the exported file', async () => {
    for (const username of ['"; filename="planted.exe', INJECTED, '../planted']) {
      const path = `/api/admin/audit.csv?${new URLSearchParams({ username })}`
      const { status, headers } = await admin.get(path)
      expect([status, headers.get('content-disposition')]).toEqual([
        200,
        'attachment; filename="flowauth-audit.csv"',
      ])
      expect(planted(headers)).toEqual([])
    }
  })

  test('cannot be reached by names, which have no line breaks', async () => {
    const name = `x${INJECTED}`
    const server = await admin.post<{ id: string }>('/api/admin/servers', registration('TEST_SERVER'))
    const limits = { longest_lifetime_minutes: 60, latest_expiry: null }
    const refused = [
      await admin.post('/api/admin/servers', registration(name)),
      await admin.post('/api/admin/roles', {
        ...{ server_id: server.body.id, name, scopes: ['run'], member_ids: [], ...limits },
      }),
      await admin.post('/api/admin/users', { username: name, is_admin: false, role_ids: [] }),
      await admin.post('/api/admin/providers', {
        ...{ name, issuer: 'http://localhost:1', client_id: 'x', client_secret: 'x' },
        ...{ creates_accounts: false, roles_claim: null, role_mappings: [] },
      }),
      await admin.post(`/api/servers/${server.body.id}/tokens`, { name, roles: [{ id: ID }] }),
      await admin.post('/api/device/authorization', { client_id: name }),
    ]
    for (const { status, body, headers } of refused) {
      expect([status, body.code]).toEqual([400, 'request_invalid'])
      expect(planted(headers)).toEqual([])
    }
  })
})
