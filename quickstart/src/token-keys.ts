import { existsSync, rmSync } from 'node:fs'
import type { Home } from './home.ts'
import { PROGRAMS } from './programs.ts'
import { output } from './run.ts'

/** Makes the key pair that tokens are signed and checked with, where there is none yet. */
export async function ensureTokenKeys(home: Home): Promise<void> {
  if (existsSync(home.publicKey)) return
  rmSync(home.privateKey, { force: true }) // Without its other half, it is what an earlier start was cut off at.
  await output(PROGRAMS.token, ['keypair', '--out', home.keys], {})
}
