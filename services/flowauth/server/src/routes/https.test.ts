import { expect, test } from 'vitest'
import { GOOD_PASSWORD, useFlowAuth } from '../testing/flowauth.ts'

const PUBLIC_URL = 'https://flowauth.example.org'
const flowauth = useFlowAuth({ publicUrl: PUBLIC_URL })

const signIn = (origin: string) =>
  flowauth.browser().send('POST', '/api/session', { username: 'ana', password: GOOD_PASSWORD }, { origin })

test('behind HTTPS, cookies travel by it alone, and no other host can set them', async () => {
  await flowauth.addUser('ana')
  const { status, headers } = await signIn(PUBLIC_URL)
  expect(status).toBe(200)
  const [access, refresh] = headers.getSetCookie()
  expect(access).toMatch(/^__Host-flowauth-access=.*; Path=\/; HttpOnly; Secure; SameSite=Strict$/)
  expect(refresh).toMatch(
    /^__Secure-flowauth-refresh=.*; Path=\/api\/session; HttpOnly; Secure; SameSite=Strict$/,
  )
  expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
})

test.each([
  'http://flowauth.example.org',
  'https://flowauth.example.org:8443',
  'http://localhost:9091',
  'null',
])('a page of %s is one of another site', async origin => {
  const { status, body } = await signIn(origin)
  expect([status, body.code]).toEqual([403, 'cross_site'])
})
