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
  /** What FlowAPI seals its requests to FlowMachine with. */
  readonly sealKey: string
  /** Of the role that owns FlowAuth's database. */
  readonly flowauth: string
  /** What the keys of FlowAuth's sessions are derived from. */
  readonly flowauthSessions: string
  /** What FlowAuth encrypts the secrets in its database with. */
  readonly flowauthEncryption: string
  /** What FlowAuth's administrator signs in with once; the quick start does, and chooses another. */
  readonly flowauthFirstPassword: string
}

/** The secrets of this installation; those that it does not have yet are made. */
export function secretsOf(home: Home): Secrets {
  const kept: Partial<Secrets> = JSON.parse(readIfThere(home.secrets) ?? '{}')
  const secret = () => randomBytes(32).toString('hex')
  const secrets: Secrets = {
    flowdb: secret(),
    flowmachine: secret(),
    flowapi: secret(),
    redis: secret(),
    samplingKey: secret(),
    sealKey: secret(),
    flowauth: secret(),
    flowauthSessions: secret(),
    flowauthEncryption: secret(),
    flowauthFirstPassword: secret(),
    ...kept,
  }
  writePrivate(home.secrets, JSON.stringify(secrets, undefined, 2))
  return secrets
}
