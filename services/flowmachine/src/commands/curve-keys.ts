import { mkdirSync, writeFileSync } from 'node:fs'
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
    .action(({ out }: { out: string }) => writeKeys(out))
}

/** @throws {Error} where keys are already: they may be in use. */
function writeKeys(out: string): void {
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
  for (const [side, keys] of Object.entries(files)) {
    mkdirSync(join(out, side), { recursive: true, mode: 0o700 })
    for (const [name, key] of Object.entries(keys)) {
      const path = join(out, side, name)
      writeFileSync(path, `${key}\n`, { mode: 0o600, flag: 'wx' })
      console.log(path)
    }
  }
}
