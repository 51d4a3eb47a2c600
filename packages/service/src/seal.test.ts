import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { openSealed, seal, sealKey } from './seal.ts'

const KEY = 'a key that only the two services have'
const REQUEST = '{"action":"poll_query","identity":{"subject":"ann"}}'
const NOON = 1_760_000_000
const open = (message: string, key = KEY, now = NOON) => openSealed(JSON.parse(message), key, now)

test('what was sealed is read as it was', () => {
  expect(open(seal(REQUEST, KEY, NOON))).toEqual({ seal: 'good', request: REQUEST })
})

test('a seal is the HMAC-SHA256 of the moment and the request', () => {
  const code = createHmac('sha256', KEY).update(`flowkit request 1\n${NOON}\n${REQUEST}`).digest('hex')
  expect(JSON.parse(seal(REQUEST, KEY, NOON))).toEqual({ sealed_at: NOON, request: REQUEST, seal: code })
})

test.each([
  ['the request', { request: REQUEST.replace('ann', 'eve') }],
  ['the moment', { sealed_at: NOON + 1 }],
  ['the seal', { seal: '0'.repeat(64) }],
  ['the length of the seal', { seal: '' }],
])('a message of which %s was changed is forged', (_what, change) => {
  expect(open(JSON.stringify({ ...JSON.parse(seal(REQUEST, KEY, NOON)), ...change }))).toEqual({
    seal: 'forged',
  })
})

test('a message that was sealed with another key is forged', () => {
  expect(open(seal(REQUEST, 'another key, which somebody has made up', NOON))).toEqual({ seal: 'forged' })
})

test('a seal is good for five minutes, by clocks that differ in either direction', () => {
  const message = seal(REQUEST, KEY, NOON)
  for (const now of [NOON - 300, NOON + 300]) expect(open(message, KEY, now).seal).toBe('good')
  for (const now of [NOON - 301, NOON + 301]) expect(open(message, KEY, now).seal).toBe('expired')
})

test('what has another form has no seal', () => {
  for (const message of [REQUEST, '[]', 'null', '{"sealed_at":"now","request":"","seal":""}'])
    expect(open(message)).toEqual({ seal: 'none' })
})

test('a key that could be guessed is refused', () => {
  expect(sealKey().safeParse('x'.repeat(31)).success).toBe(false)
  expect(sealKey().parse('x'.repeat(32))).toBe('x'.repeat(32))
  expect(sealKey().parse(undefined)).toBeUndefined()
})
