import { describe, expect, test } from 'vitest'
import { hashPassword, isPassword } from './password-hash.ts'
import { assertStrong } from './password-strength.ts'

const judge = (password: string, username = 'ana') => assertStrong(password, username)

describe('a password is refused', () => {
  test.each([
    ['that is among the most common ones', 'trustno1'],
    ['that is common, with usual changes', 'P@ssw0rd2026!'],
    ['of seven characters, whatever they are', 'k7$Qz!x'],
    ['that is a pattern on the keyboard', 'qwertyuiop123456'],
    ['that repeats itself', 'abcabcabcabcabcabc'],
    ['that holds the name of this product', 'flowkit-2026'],
  ])('%s', (_what, password) => {
    expect(() => judge(password)).toThrow('too easy to guess')
  })

  test('that holds the name of its user, and would be good for somebody else', () => {
    const password = 'thandiwe.khumalo.84'
    judge(password, 'ana')
    expect(() => judge(password, 'thandiwe.khumalo')).toThrow('too easy to guess')
  })
})

describe('a password may be', () => {
  test.each([
    ['of small letters alone', 'correct horse battery staple giraffe'],
    ['of another alphabet', 'мой дядя самых честных правил, когда не в шутку'],
    ['of 200 characters', 'umbrella-Quartz-73-lagoon-Vexed '.repeat(7).slice(0, 200)],
  ])('%s', (_what, password) => {
    expect(() => judge(password)).not.toThrow()
  })
})

test('a password is checked as it was typed: to its last letter, in its case, with its spaces', async () => {
  const password = `${'umbrella-Quartz-73-'.repeat(10)}end `
  const hash = await hashPassword(password)
  expect(await isPassword(password, hash)).toBe(true)
  for (const other of [password.trim(), password.toLowerCase(), password.slice(0, 72), `${password} `])
    expect(await isPassword(other, hash)).toBe(false)
})
