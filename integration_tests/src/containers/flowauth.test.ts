import { describe, expect, inject, test } from 'vitest'
import { compose } from './stack.ts'

const stack = inject('stack')

describe.runIf(stack)('FlowAuth in a container', () => {
  if (!stack) return

  test('shows its pages, and lets the administrator in whose password was made there', async () => {
    const page = await fetch(stack.flowAuthUrl)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('<title>FlowAuth')
    const args = ['exec', '-T', 'flowauth', 'flowauth', 'admin-password', '--reset']
    const password = (await compose(stack, args)).trim().split('\n').at(-1)
    const session = await fetch(`${stack.flowAuthUrl}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-flowauth-page': '1' },
      body: JSON.stringify({ username: 'admin', password }),
    })
    expect(await session.json()).toMatchObject({ user: { is_admin: true }, must_change_password: true })
  })
})
