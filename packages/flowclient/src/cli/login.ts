import { connect } from 'flowclient'
import { pause } from '../pause.ts'
import { tokensOnceLetIn } from './device-sign-in.ts'
import { UsageError } from './failures.ts'
import { type ClientTokens, FlowAuth } from './flowauth.ts'
import { isProfileName, removed } from './profile.ts'
import { changeProfiles, type Profile, type Profiles, profileOf, readProfiles } from './profiles.ts'
import type { ConnectionOptions } from './settings.ts'
import type { Terminal } from './terminal.ts'
import { version } from './version.ts'

const CLIENT = `flowclient ${version}`
/** The name of the profile where the server's own is none that a profile may have. */
const FALLBACK_NAME = 'default'

/**
 * `flowclient login`: has a person let this command in, in a browser (RFC 8628), and keeps a profile that renews its
 * token by itself.
 */
export async function login(address: string, options: ConnectionOptions, terminal: Terminal): Promise<void> {
  const { env, stderr, signal } = terminal
  if (options.token !== undefined || options.tokenFile !== undefined)
    throw new UsageError('A login gets a token: give none.')
  if (options.profile !== undefined && !isProfileName(options.profile))
    throw new UsageError(`"${options.profile}" is no name of a profile.`)
  const sslCertificate = options.sslCertificate ?? env.FLOWAPI_SSL_CERTIFICATE
  const flowauth = new FlowAuth(address, sslCertificate || undefined, signal)
  const codes = await flowauth.begin(CLIENT)
  stderr.write(
    `Open this page, and let ${CLIENT} in with the code ${codes.userCode}:\n\n    ${codes.page}\n\n` +
      `Or, with the code in it:\n\n    ${codes.pageWithCode}\n\n` +
      `The code is good for ${Math.round(codes.validSeconds / 60)} minutes. Waiting …\n`,
  )
  const wait = (seconds: number) => pause(seconds * 1_000, signal)
  const tokens = await tokensOnceLetIn(codes, code => flowauth.poll(code), wait)
  const name = options.profile ?? (isProfileName(tokens.server.name) ? tokens.server.name : FALLBACK_NAME)
  try {
    const profile = profileFrom(tokens, flowauth.url, options.url ?? env.FLOWAPI_URL, sslCertificate)
    const current = await keep(name, profile, terminal)
    const remark =
      current === name
        ? 'It is used where none is named'
        : `Where none is named, ${current} is used as before`
    stderr.write(`You are logged in: profile ${name}, for ${profile.url}. ${remark}.\n`)
  } catch (error) {
    // Nobody could use what is not kept.
    await flowauth.revoke(tokens.refreshToken)
    throw error
  }
}

/** `flowclient logout`: gives up what a login has been let do, and forgets the profile. */
export async function logout({ profile: named }: ConnectionOptions, terminal: Terminal): Promise<void> {
  const profiles = await readProfiles(terminal)
  const name = named ?? profiles.current
  if (name === undefined) throw new UsageError('Which profile? None is in use: say --profile.')
  const { flowauth, sslCertificate } = profileOf(profiles, name)
  if (flowauth === undefined)
    throw new UsageError(
      `Profile ${name} was not made by a login. Forget it by: flowclient profile remove ${name}`,
    )
  await new FlowAuth(flowauth.url, sslCertificate, terminal.signal).revoke(flowauth.refreshToken)
  await changeProfiles(terminal, async now => removed(now, name))
  terminal.stderr.write(
    `You are logged out: FlowAuth makes no more tokens for ${name}. The last one works until it expires.\n`,
  )
}

function profileFrom(
  { token, refreshToken, server }: ClientTokens,
  flowauth: string,
  given: string | undefined,
  sslCertificate: string | undefined,
): Profile {
  const url = given || server.url
  if (url === undefined)
    throw new UsageError(`FlowAuth does not know where ${server.name} is. Log in again, and say --url.`)
  const certificate = sslCertificate ? { sslCertificate } : {}
  // An address that cannot be used is refused now.
  connect({ url, token, ...(url.startsWith('https:') ? certificate : {}), onTokenEnding: () => {} })
  return { url, token, ...certificate, flowauth: { url: flowauth, refreshToken } }
}

/** Keeps a profile. What one of the same name was let do is given up. @returns which one is in use then. */
async function keep(name: string, profile: Profile, terminal: Terminal): Promise<string> {
  let before: Profile | undefined
  let inUse = name
  await changeProfiles(terminal, async ({ current = name, byName }): Promise<Profiles> => {
    before = byName[name]
    inUse = current
    return { current, byName: { ...byName, [name]: profile } }
  })
  if (before?.flowauth) {
    const { url, refreshToken } = before.flowauth
    await new FlowAuth(url, before.sslCertificate, terminal.signal).revoke(refreshToken).catch(() => {})
  }
  return inUse
}
