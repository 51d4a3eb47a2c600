import { REFUSALS, UNREACHABLE_REASONS } from '@flowkit/flowauth/api'
import { describe, expect, test } from 'vitest'
import { ApiError, NoAnswer } from '../api/client.ts'
import { PasskeyGivenUp } from '../second-factor/browser-passkeys.ts'
import { errorText, reasonText } from './errors.ts'
import { LANGUAGES } from './languages.ts'

/** What comes with the refusals that have something with them, as the server sends it. */
const PAYLOADS: Readonly<Record<string, readonly object[]>> = {
  too_many_attempts: [{ retry_after_seconds: 1 }, { retry_after_seconds: 900 }],
  description_unreachable: UNREACHABLE_REASONS.map(reason => ({ reason, detail: 'ECONNRESET' })),
  provider_unreachable: UNREACHABLE_REASONS.map(reason => ({ reason })),
  role_expired: [{ role: 'pilot' }],
  role_not_held: [{ roles: ['pilot', 'travel'] }],
  description_unusable: [{ message: 'it is not JSON' }],
  password_weak: [{ score: 1 }],
}

/** Every answer of the server's catalogue that is not a success, with its own English words. */
const refusals = Object.entries(REFUSALS).flatMap(([code, [status, msg]]) =>
  [undefined, ...(PAYLOADS[code] ?? [])].map(payload => new ApiError(status, { code, msg, payload })),
)

/** Every text of a language by its path, those with something in them filled in. */
function everyText(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]]
  // Numbers are words to some texts and numbers to others.
  if (typeof value === 'function') return [[path, String(value(2, 2, 2))]]
  return Object.entries(value ?? {}).flatMap(([key, inner]) => everyText(inner, `${path}.${key}`))
}

describe.each(Object.entries(LANGUAGES))('in %s', (_tag, { texts }) => {
  const words = texts.errors

  test('there are words for everything that the server can refuse', () => {
    const said = refusals.map(refusal => ({ code: refusal.code, text: errorText(refusal, words) }))
    const isSentence = (text: string) => /^\p{Lu}.*\.$/u.test(text) && !/undefined|NaN|\[object/.test(text)
    expect(said.filter(({ text }) => text === words.unknown || !isSentence(text))).toEqual([])
  })

  test('what the server says of itself is not shown, not even with a code that these pages do not know', () => {
    const newer = new ApiError(418, { code: 'is_a_teapot', msg: 'I am a teapot.' })
    expect(errorText(newer, words)).toBe(words.unknown)
  })

  test('there are words for no answer, a mistake of the pages, and a passkey that was not given', () => {
    expect(errorText(new NoAnswer('x'), words)).toBe(words.unreachable)
    expect(errorText(new PasskeyGivenUp('x'), words)).toBe(words.passkeyGivenUp)
    expect(errorText(new TypeError('x is not a function'), words)).toBe(words.unknown)
  })

  test('why an address could not be asked is said with what is known of it', () => {
    expect(reasonText({ reason: 'status', detail: '503' }, words)).toBe(`${words.reasons.status} (503)`)
    expect(reasonText({ reason: 'newer than these pages' }, words)).toBe(words.reasons.connection_failed)
  })

  test('no text is empty', () => {
    expect(everyText(texts).filter(([, text]) => text.trim() === '')).toEqual([])
  })
})

/** Words that English sentences are made with, and no other language of the pages has. */
const ENGLISH = /\b(the|is|was|are|been|has|have|your|you|this|that|with|and|of|from|not|cannot|there|who)\b/i

const others = Object.entries(LANGUAGES).filter(([tag]) => tag !== 'en')

test.each(others)('nobody who reads %s is shown an English sentence', (_tag, { texts }) => {
  const shown = [
    ...everyText(texts),
    ...refusals.map(refusal => [refusal.code, errorText(refusal, texts.errors)] as const),
  ]
  expect(shown.length).toBeGreaterThan(400)
  expect(shown.filter(([, text]) => ENGLISH.test(text))).toEqual([])
})
