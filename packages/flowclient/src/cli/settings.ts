import { readFile } from 'node:fs/promises'
import { type Client, connect } from 'flowclient'
import { endingMessage } from '../token-guard.ts'
import { UsageError } from './failures.ts'
import { type Profile, profileOf, readProfiles } from './profiles.ts'
import { renewed } from './renewal.ts'
import type { Terminal } from './terminal.ts'

/** Where FlowAPI and the token are, as given on the command line. */
export interface ConnectionOptions {
  readonly url?: string
  readonly token?: string
  readonly tokenFile?: string
  readonly sslCertificate?: string
  readonly profile?: string
}

/**
 * A client by what the command line says, or else the environment, or else the profile that is in use. A token that
 * ends soon is remarked on.
 *
 * @throws {UsageError} when something is missing.
 */
export async function clientFrom(options: ConnectionOptions, terminal: Terminal): Promise<Client> {
  const onTokenEnding = (expiresAt: Date) => void terminal.stderr.write(`${endingMessage(expiresAt)}\n`)
  const { flowauth: _, ...settings } = await settingsFrom(options, terminal)
  return connect({ ...settings, onTokenEnding })
}

/**
 * An address and a token that belong together: a profile's token is never sent to another address.
 *
 * @throws {UsageError} when something is missing.
 */
async function settingsFrom(options: ConnectionOptions, terminal: Terminal): Promise<Profile> {
  return (await chosenProfile(options, terminal)) ?? given(options, terminal)
}

/** The profile that is named, or that is in use where nothing else is given; its token is renewed where it can be. */
async function chosenProfile(options: ConnectionOptions, terminal: Terminal): Promise<Profile | undefined> {
  const { profile: name, url, token, tokenFile, sslCertificate } = options
  const { FLOWAPI_URL, FLOWAPI_TOKEN } = terminal.env
  const isGiven = [url, token, tokenFile, sslCertificate].some(option => option !== undefined)
  if (name !== undefined) {
    if (isGiven) throw new UsageError('A profile has its own address, token and certificate: give no others.')
    return renewed(name, profileOf(await readProfiles(terminal), name), terminal)
  }
  if (isGiven || FLOWAPI_URL || FLOWAPI_TOKEN) return undefined
  const profiles = await readProfiles(terminal)
  const { current } = profiles
  return current === undefined ? undefined : renewed(current, profileOf(profiles, current), terminal)
}

/**
 * What the command line gives, or else the environment (`FLOWAPI_URL`, `FLOWAPI_TOKEN`, `FLOWAPI_SSL_CERTIFICATE`).
 *
 * @throws {UsageError} when something is missing.
 */
export async function given(options: ConnectionOptions, terminal: Terminal): Promise<Profile> {
  const { env } = terminal
  const url = options.url ?? env.FLOWAPI_URL
  if (!url) throw new UsageError('Where is FlowAPI? Say it with --url, in FLOWAPI_URL, or by a profile.')
  const token = await givenToken(options, terminal)
  const sslCertificate = options.sslCertificate ?? env.FLOWAPI_SSL_CERTIFICATE
  return { url, token, ...(sslCertificate ? { sslCertificate } : {}) }
}

/**
 * The token alone, of the command line, the environment or a profile.
 *
 * @throws {UsageError} when there is none.
 */
export async function tokenFrom(options: ConnectionOptions, terminal: Terminal): Promise<string> {
  return (await chosenProfile(options, terminal))?.token ?? givenToken(options, terminal)
}

async function givenToken({ token, tokenFile }: ConnectionOptions, { env }: Terminal): Promise<string> {
  if (tokenFile !== undefined) {
    if (token !== undefined) throw new UsageError('Give --token or --token-file, not both.')
    return (await readTextFile(tokenFile)).trim()
  }
  const found = token ?? env.FLOWAPI_TOKEN
  if (!found)
    throw new UsageError('A token is needed. Put it in FLOWAPI_TOKEN, say --token-file, or use a profile.')
  return found
}

/**
 * A file's text.
 *
 * @throws {UsageError} when it cannot be read.
 */
export async function readTextFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(
      `${path} cannot be read${code === 'ENOENT' ? ': there is no such file' : ` (${code})`}.`,
    )
  }
}
