import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeCurveKeyPair } from '@flowkit/service'
import { type Command, createCommand } from 'commander'

/** `flowmachine curve-keys`: the keys with which FlowMachine and FlowAPI know each other. */
export function curveKeysCommand(): Command {
  return createCommand('curve-keys')
    .description(
      'Makes the keys with which FlowMachine and FlowAPI encrypt what they say and know each other',
    )
    .requiredOption('--out <folder>', 'where they go: a folder of secrets for each of the two')
    .option('--keep', 'leave keys alone that are all there', false)
    .action(({ out, keep }: { out: string; keep: boolean }) => writeKeys(out, keep))
}

/**
 * @param keep Where all keys are there, nothing is done; where some are, they were not written to the end.
 * @throws {Error} where keys are there that need not be kept: they may be in use.
 */
function writeKeys(out: string, keep: boolean): void {
  const machine = makeCurveKeyPair()
  const api = makeCurveKeyPair()
  // By who needs them, under the names of the settings.
  const files = {
    flowmachine: {
      FLOWMACHINE_CURVE_SECRET_KEY: machine.secretKey,
      FLOWAPI_CURVE_PUBLIC_KEYS: api.publicKey,
    },
    flowapi: {
      FLOWAPI_CURVE_SECRET_KEY: api.secretKey,
      FLOWMACHINE_CURVE_PUBLIC_KEY: machine.publicKey,
    },
  }
  const keys = Object.entries(files).flatMap(([side, keysOfSide]) =>
    Object.entries(keysOfSide).map(([name, key]) => ({ path: join(out, side, name), key })),
  )
  if (keep && keys.every(({ path }) => existsSync(path))) {
    console.log('The keys are there.')
    return
  }
  for (const side of Object.keys(files)) mkdirSync(join(out, side), { recursive: true, mode: 0o700 })
  for (const { path, key } of keys) {
    writeFileSync(path, `${key}\n`, { mode: 0o600, flag: keep ? 'w' : 'wx' })
    console.log(path)
  }
}
