import { expect, test } from 'vitest'
import { tokensOnceLetIn } from './device-sign-in.ts'
import type { ClientTokens, Refused } from './flowauth.ts'

const CODES = {
  deviceCode: 'device',
  userCode: 'WDJB-MJHT',
  page: 'https://flowauth.example.org/device',
  pageWithCode: 'https://flowauth.example.org/device?code=WDJB-MJHT',
  validSeconds: 600,
  intervalSeconds: 5,
}
const TOKENS = { token: 'a.b.c', refreshToken: 'next', server: { name: 'TEST', url: undefined } }
const refusal = (error: string): Refused => ({ error, description: undefined })

/** Polls a FlowAuth that gives these answers in turn; tells how long the pauses were. */
async function waitThrough(answers: (ClientTokens | Refused)[]) {
  const pauses: number[] = []
  const poll = async () => answers.shift() ?? TOKENS
  const wait = async (seconds: number) => void pauses.push(seconds)
  return { tokens: await tokensOnceLetIn(CODES, poll, wait), pauses }
}

test('a login waits as long as it is told to, and longer when it is told to slow down', async () => {
  const pending = refusal('authorization_pending')
  expect(await waitThrough([pending, refusal('slow_down'), pending, refusal('slow_down'), TOKENS])).toEqual({
    tokens: TOKENS,
    pauses: [5, 5, 10, 10, 15],
  })
})

test('a login ends when it is refused, when its code has expired, and when FlowAuth says anything else', async () => {
  await expect(waitThrough([refusal('access_denied')])).rejects.toThrow('The login was refused.')
  await expect(waitThrough([refusal('expired_token')])).rejects.toThrow('Run the login again.')
  await expect(waitThrough([{ error: 'invalid_grant', description: 'Gone.' }])).rejects.toThrow(
    'FlowAuth ended the login. Gone.',
  )
})
