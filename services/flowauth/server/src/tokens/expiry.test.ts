import { expect, test } from 'vitest'
import { tokenExpiry } from './expiry.ts'

const NOW = new Date('2026-03-01T12:00:00Z')
const limits = (longest_lifetime_minutes: number, latest_expiry?: string) => ({
  longest_lifetime_minutes,
  latest_expiry: latest_expiry === undefined ? null : new Date(latest_expiry),
})
const role = (name: string, ...limit: Parameters<typeof limits>) => ({ name, ...limits(...limit) })

test.each([
  [
    'the lifetime of the server',
    limits(60),
    [role('a', 90)],
    undefined,
    '13:00',
    { by: 'server', rule: 'lifetime' },
  ],
  [
    'the date of the server',
    limits(600, '2026-03-01T12:30:00Z'),
    [role('a', 90)],
    undefined,
    '12:30',
    { by: 'server', rule: 'date' },
  ],
  [
    'the lifetime of one role',
    limits(600),
    [role('a', 90), role('b', 45)],
    undefined,
    '12:45',
    { by: 'role', role: 'b', rule: 'lifetime' },
  ],
  [
    'the date of one role',
    limits(600),
    [role('a', 90, '2026-03-01T12:01:00Z'), role('b', 45)],
    undefined,
    '12:01',
    { by: 'role', role: 'a', rule: 'date' },
  ],
  ['what was asked for', limits(600), [role('a', 90)], 30, '12:30', { by: 'request' }],
  [
    'a role, where more was asked for',
    limits(600),
    [role('a', 90)],
    120,
    '13:30',
    { by: 'role', role: 'a', rule: 'lifetime' },
  ],
] as const)('a token ends by %s', (_what, server, roles, minutes, time, limited) => {
  const expiry = tokenExpiry(NOW, server, roles, minutes)
  expect(expiry).toEqual({ at: new Date(`2026-03-01T${time}:00Z`), limited })
})

test('no token is made once a date has passed, and it is said whose', () => {
  const past = '2026-03-01T12:00:00Z'
  expect(() => tokenExpiry(NOW, limits(60, past), [role('a', 60)], undefined)).toThrow(
    expect.objectContaining({ code: 'server_expired' }),
  )
  expect(() => tokenExpiry(NOW, limits(60), [role('a', 60), role('b', 60, past)], 5)).toThrow(
    expect.objectContaining({ code: 'role_expired', payload: { role: 'b' } }),
  )
})
