import { randomBytes } from 'node:crypto'
import { type Home, readIfThere, writePrivate } from '../home.ts'
import { ADMINISTRATOR } from '../programs.ts'
import { type Account, FlowAuthRefusal, FlowAuthSession } from './session.ts'
import { ensureRole, oneTimePassword } from './steward.ts'

/** Who makes the tokens of the first analysis. */
const ANALYST = 'analyst'

/** The accounts of FlowAuth that the quick start has made, as it keeps them from one run to the next. */
export interface Accounts {
  /** The administrator, until they have made the account their own. */
  readonly admin?: Account
  readonly analyst?: Account
}

/** The accounts that are kept; none before the first start. */
export function readAccounts(home: Home): Accounts {
  return JSON.parse(readIfThere(home.accounts) ?? '{}')
}

export function writeAccounts(home: Home, accounts: Accounts): void {
  writePrivate(home.accounts, JSON.stringify(accounts, undefined, 2))
}

/**
 * Chooses the administrator's password, and makes the analyst with a role that allows everything. What an earlier start
 * was cut off at is gone on with.
 *
 * @param url FlowAuth's.
 * @param firstPassword What FlowAuth was told to let its administrator in with.
 * @param description The address of FlowAPI's OpenAPI document.
 */
export async function makeAccounts(
  home: Home,
  url: string,
  firstPassword: string,
  description: string,
): Promise<Required<Accounts>> {
  const admin = readAccounts(home).admin ?? newAccount(ADMINISTRATOR)
  writeAccounts(home, { admin }) // Before FlowAuth knows of it: nobody else could tell the password.
  const steward = await firstSignIn(url, firstPassword, admin)
  const roleId = await ensureRole(steward, description)
  const analyst = newAccount(ANALYST)
  const oneTime = await oneTimePassword(steward, analyst.username, roleId)
  await (await FlowAuthSession.first(url, oneTime, analyst)).end()
  await steward.end()
  writeAccounts(home, { admin, analyst })
  return { admin, analyst }
}

async function firstSignIn(url: string, firstPassword: string, admin: Account): Promise<FlowAuthSession> {
  try {
    return await FlowAuthSession.first(url, firstPassword, admin)
  } catch (error) {
    const replaced = error instanceof FlowAuthRefusal && error.code === 'credentials_wrong'
    if (!replaced) throw error
    return FlowAuthSession.start(url, admin)
  }
}

/** An account with a password that nobody has had before. */
function newAccount(username: string): Account {
  return { username, password: randomBytes(12).toString('hex') }
}
