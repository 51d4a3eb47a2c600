import { randomBytes } from 'node:crypto'
import { expect, inject, test } from 'vitest'
import { startFlowAuth } from '../harness/flowauth.ts'
import { programFile, runCommand } from '../harness/programs.ts'

test('FlowAuth starts on an empty database, makes its key and its first administrator, and ends cleanly', async () => {
  const password = randomBytes(12).toString('hex')
  const flowauth = await startFlowAuth(inject('flowkit'), { FLOWAUTH_ADMIN_PASSWORD: password })
  const answer = await fetch(`${flowauth.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-flowauth-page': '1' },
    body: JSON.stringify({ username: 'admin', password }),
  })
  expect(await answer.json()).toMatchObject({ user: { is_admin: true }, must_change_password: true })
  const page = await fetch(flowauth.url)
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  await flowauth.stop()
  const lines = flowauth.log().trim().split('\n')
  const events = lines.map(line => JSON.parse(line).event)
  expect(events.filter(event => ['starting', 'ready', 'stopping'].includes(event))).toEqual([
    'starting',
    'ready',
    'stopping',
  ])
  expect(flowauth.log()).not.toContain(password)
})

test('FlowAuth does not start with a configuration that cannot be used, and says why in a few lines', async () => {
  const failure = await runCommand(process.execPath, [programFile('flowauth')], {}).catch(
    error => error.stderr,
  )
  expect(failure).toBe(
    'flowauth: The configuration cannot be used:\n' +
      ['FLOWAUTH_DB_PASSWORD', 'SECRET_KEY', 'FLOWAUTH_FERNET_KEY']
        .map(name => `  ${name}: must be set\n`)
        .join(''),
  )
})
