import { describe, expect, test } from 'vitest'
import { pageAddress, refusedAt } from './page-address.ts'

const HERE = 'http://localhost:9091'

/** Addresses that browsers read as another site's, or that are none of a page, and the ways to hide them. */
const HOSTILE = [
  '',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/%2f%2fevil.example',
  '/%5cevil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/device/..//evil.example',
  '/device//evil.example',
  '/%2e%2e//evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/device\r\nSet-Cookie: a=b',
  '/device?code=x\r\nSet-Cookie: a=b',
  '/device?code=\u0000',
  '/device\n',
  '/device#//evil.example',
  'https://evil.example/device',
  'http:evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  ' /device',
  'device',
  '@evil.example',
  '.evil.example',
  ':80@evil.example/',
  '/device@evil.example',
  '/api/session',
  '/api?x',
  '/assets/app-1.js',
  '/d\u00e9vice',
  '/\u2215\u2215evil.example',
]

test.each(HOSTILE.map(given => [JSON.stringify(given), given] as const))(
  '%s is the first page',
  (_shown, given) => {
    expect(pageAddress(given)).toBe('/')
  },
)

describe('a page of FlowAuth', () => {
  test.each([
    '/',
    '/account',
    '/device',
    '/device?code=WXYZ-BCDF',
    '/servers/0b0e7c2c-43a1-4a3e-9c87-6a2c1b2f3d4e/new-token',
    '/admin/audit?event=signed_in&username=ana',
  ])('%s is kept as it is', page => {
    expect(pageAddress(page)).toBe(page)
  })

  test('says once why somebody was refused, who may have been refused before', () => {
    const before = pageAddress('/device?code=WXYZ-BCDF&refused=provider_refused')
    expect(before).toBe('/device?code=WXYZ-BCDF')
    expect(refusedAt(before, 'identity_unknown')).toBe('/device?code=WXYZ-BCDF&refused=identity_unknown')
    expect(refusedAt('/', 'identity_unknown')).toBe('/?refused=identity_unknown')
  })

  test.each([
    '/device?code=//evil.example',
    '/device?code=https%3A%2F%2Fevil.example',
    '/device?code=%0D%0ALocation:%20x',
    '/?refused=%0D%0ALocation%3A+https%3A%2F%2Fevil.example',
    '/?%0a=%0d',
  ])('%s stays a page of FlowAuth with its host, whatever its query says', given => {
    for (const address of [pageAddress(given), refusedAt(pageAddress(given), 'identity_unknown')]) {
      const read = new URL(address, HERE)
      expect([read.origin, ['/', '/device'].includes(read.pathname)]).toEqual([HERE, true])
      expect(address).toMatch(/^[!-~]+$/)
    }
  })
})
