import { randomBytes } from 'node:crypto'
import { type Home, readIfThere, writePrivate } from './home.ts'

/** What the parts of the system know each other by. */
export interface Secrets {
  /** Of FlowDB's superuser, `flowdb`. */
  readonly flowdb: string
  /** Of the role that FlowMachine logs in as. */
  readonly flowmachine: string
  /** Of the role that FlowAPI logs in as. */
  readonly flowapi: string
  readonly redis: string
  /** What samples of subscribers are drawn with. */
  readonly samplingKey: string
}

/** The secrets of this installation, made when it has none yet. */
export function secretsOf(home: Home): Secrets {
  const kept = readIfThere(home.secrets)
  if (kept !== undefined) return JSON.parse(kept) as Secrets
  const secret = () => randomBytes(32).toString('hex')
  const made = {
    flowdb: secret(),
    flowmachine: secret(),
    flowapi: secret(),
    redis: secret(),
    samplingKey: secret(),
  }
  writePrivate(home.secrets, JSON.stringify(made, undefined, 2))
  return made
}
