import { readFile } from 'node:fs/promises'
import { type Client, connect } from 'flowclient'
import { endingMessage } from '../token-guard.ts'
import { UsageError } from './failures.ts'
import type { Terminal } from './terminal.ts'

/** Where FlowAPI and the token are, as given on the command line. */
export interface ConnectionOptions {
  readonly url?: string
  readonly token?: string
  readonly tokenFile?: string
}

/**
 * A client by what the command line says, or else the environment (`FLOWAPI_URL`, `FLOWAPI_TOKEN`). A token that
 * ends soon is remarked on.
 *
 * @throws {UsageError} when something is missing.
 */
export async function clientFrom(options: ConnectionOptions, terminal: Terminal): Promise<Client> {
  const url = options.url ?? terminal.env.FLOWAPI_URL
  if (!url) throw new UsageError('Where is FlowAPI? Say it with --url or in FLOWAPI_URL.')
  const token = await tokenFrom(options, terminal)
  const onTokenEnding = (expiresAt: Date) => void terminal.stderr.write(`${endingMessage(expiresAt)}\n`)
  return connect({ url, token, onTokenEnding })
}

/**
 * The token that the command line or the environment gives.
 *
 * @throws {UsageError} when there is none.
 */
export async function tokenFrom({ token, tokenFile }: ConnectionOptions, { env }: Terminal): Promise<string> {
  if (tokenFile !== undefined) {
    if (token !== undefined) throw new UsageError('Give --token or --token-file, not both.')
    return (await readTextFile(tokenFile)).trim()
  }
  const given = token ?? env.FLOWAPI_TOKEN
  if (!given) throw new UsageError('A token is needed. Put it in FLOWAPI_TOKEN, or say --token-file.')
  return given
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
