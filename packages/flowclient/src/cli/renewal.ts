import { readToken } from 'flowclient'
import { messageOf } from './failures.ts'
import { FlowAuth, loginAgain } from './flowauth.ts'
import { changeProfiles, type Profile, profileOf } from './profiles.ts'
import type { Terminal } from './terminal.ts'

/** Time enough for a long query; of a token that lives shorter than twice as long, the second half is not used. */
const WELL_BEFORE_MS = 3_600_000

/**
 * A profile whose token is good for a while: one that was made by a login renews a token that ends soon. Of commands that
 * run at the same time one renews it, as what it is renewed with is good once.
 *
 * @throws {Unauthorised} when FlowAuth makes no more tokens and the last one has ended.
 * @throws {ConnectionFailed} when FlowAuth cannot be reached and the last one has ended.
 */
export async function renewed(name: string, profile: Profile, terminal: Terminal): Promise<Profile> {
  if (profile.flowauth === undefined || !(await endsSoon(profile.token))) return profile
  let newest = profile
  try {
    await changeProfiles(terminal, async profiles => {
      newest = profileOf(profiles, name)
      if (newest.flowauth === undefined || !(await endsSoon(newest.token))) return undefined
      const { url, refreshToken } = newest.flowauth
      const answer = await new FlowAuth(url, newest.sslCertificate, terminal.signal).renew(refreshToken)
      if (!('token' in answer)) throw loginAgain(answer, url)
      newest = {
        ...newest,
        token: answer.token,
        flowauth: { url, refreshToken: answer.refreshToken },
      }
      return { ...profiles, byName: { ...profiles.byName, [name]: newest } }
    })
  } catch (error) {
    if (terminal.signal.aborted || (await hasEnded(newest.token))) throw error
    terminal.stderr.write(
      `The token could not be renewed, and is used as long as it lasts: ${messageOf(error)}\n`,
    )
  }
  return newest
}

async function endsSoon(token: string): Promise<boolean> {
  const { issuedAt, expiresAt } = await readToken(token)
  if (expiresAt === undefined) return false
  const lifetime = issuedAt === undefined ? Infinity : expiresAt.getTime() - issuedAt.getTime()
  return expiresAt.getTime() - Date.now() < Math.min(WELL_BEFORE_MS, lifetime / 2)
}

async function hasEnded(token: string): Promise<boolean> {
  const { expiresAt } = await readToken(token)
  return expiresAt !== undefined && expiresAt.getTime() <= Date.now()
}
