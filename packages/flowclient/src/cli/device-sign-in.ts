import { Unauthorised } from 'flowclient'
import type { ClientTokens, DeviceCodes, Refused } from './flowauth.ts'

/** What a client that was told to slow down adds to its pauses (RFC 8628, 3.5). */
const SLOWER_BY_S = 5

/** Why a person's answer was no, or none. */
const ENDS: Readonly<Record<string, string>> = {
  access_denied: 'The login was refused.',
  expired_token: 'Nobody has let this command in while the code was good. Run the login again.',
}

/**
 * Asks again and again until somebody has decided in a browser.
 *
 * @param poll Asks once.
 * @param wait Pauses for some seconds.
 * @throws {Unauthorised} when the login is refused, or too late.
 */
export async function tokensOnceLetIn(
  { deviceCode, intervalSeconds }: DeviceCodes,
  poll: (deviceCode: string) => Promise<ClientTokens | Refused>,
  wait: (seconds: number) => Promise<void>,
): Promise<ClientTokens> {
  let interval = intervalSeconds
  for (;;) {
    await wait(interval)
    const answer = await poll(deviceCode)
    if ('token' in answer) return answer
    const { error, description } = answer
    if (error === 'slow_down') interval += SLOWER_BY_S
    else if (error !== 'authorization_pending')
      throw new Unauthorised(
        [ENDS[error] ?? 'FlowAuth ended the login.', description].filter(Boolean).join(' '),
      )
  }
}
