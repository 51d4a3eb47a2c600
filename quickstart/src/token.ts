import { existsSync, readFileSync } from 'node:fs'
import type { Home } from './home.ts'
import { AUDIENCE, PROGRAMS } from './programs.ts'
import { output } from './run.ts'

/** Makes the key pair that tokens are signed and checked with, where there is none yet. */
export async function ensureTokenKeys(home: Home): Promise<void> {
  if (existsSync(home.privateKey)) return
  await output(PROGRAMS.token, ['keypair', '--out', home.keys], {})
}

/** A token for this FlowAPI with every scope that exists, valid for 24 hours. */
export async function makeToken(home: Home): Promise<string> {
  const printed = await output(
    PROGRAMS.token,
    ['--all-scopes', '--user', 'quickstart', '--lifetime', '24h'],
    {
      PRIVATE_JWT_SIGNING_KEY: readFileSync(home.privateKey, 'utf8'),
      FLOWAPI_IDENTIFIER: AUDIENCE,
    },
  )
  return printed.trim()
}
