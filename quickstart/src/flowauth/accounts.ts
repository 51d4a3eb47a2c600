import { randomBytes } from 'node:crypto'
import { type Home, readIfThere, writePrivate } from '../home.ts'
import type { Account } from './session.ts'

/** The accounts of FlowAuth that the quick start has made, as it keeps them from one run to the next. */
export interface Accounts {
  /** The administrator, until they have made the account their own. */
  readonly admin?: Account | undefined
  /** Who makes the tokens of the first analysis. */
  readonly analyst?: Account | undefined
}

/** The accounts that are kept; `undefined` before the first start. */
export function readAccounts(home: Home): Accounts | undefined {
  const text = readIfThere(home.accounts)
  return text === undefined ? undefined : JSON.parse(text)
}

export function writeAccounts(home: Home, accounts: Accounts): void {
  writePrivate(home.accounts, JSON.stringify(accounts, undefined, 2))
}

/** An account with a password that nobody has had before. */
export function newAccount(username: string): Account {
  return { username, password: randomBytes(12).toString('hex') }
}
