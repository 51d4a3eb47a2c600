import type { Settings } from '../config.ts'
import type { Home } from '../home.ts'
import { AUDIENCE, flowauthUrl } from '../programs.ts'
import type { Secrets } from '../secrets.ts'
import { readAccounts, writeAccounts } from './accounts.ts'
import { makeAccounts } from './first-start.ts'
import { type Account, FlowAuthRefusal, FlowAuthSession } from './session.ts'

const TOKEN_NAME = 'quick start'
const DAY_MINUTES = 24 * 60

/** What FlowAuth has given to the quick start. */
export interface Access {
  /** A token for FlowAPI, valid for 24 hours. */
  readonly token: string
  /** FlowAuth's administrator, until they have made the account their own. */
  readonly admin: Account | undefined
}

/**
 * Has FlowAuth make a token, as its analyst would. At the first start the analyst is made, and all that it takes.
 *
 * @throws when FlowAuth does not let the analyst in any more, or has no role for them.
 */
export async function accessByFlowAuth(settings: Settings, secrets: Secrets, home: Home): Promise<Access> {
  const url = flowauthUrl(settings)
  try {
    const { analyst, admin } = readAccounts(home) ?? {}
    if (analyst) return { token: await tokenOf(url, analyst), admin: await stillOurs(url, home, admin) }
    const made = await makeAccounts(settings, secrets, home)
    return { token: await tokenOf(url, made.analyst), admin: made.admin }
  } catch (error) {
    if (!(error instanceof FlowAuthRefusal)) throw error
    throw new Error(
      `FlowAuth refuses what the quick start needs: ${error.message}\n` +
        `The accounts that were made for it are in ${home.accounts}. To begin afresh: make clean`,
      { cause: error },
    )
  }
}

async function tokenOf(url: string, analyst: Account): Promise<string> {
  const session = await FlowAuthSession.start(url, analyst)
  const servers = await session.ask<{ id: string; name: string; roles: { id: string }[] }[]>(
    'GET',
    '/api/servers',
  )
  const server = servers.find(({ name }) => name === AUDIENCE)
  if (!server) throw new FlowAuthRefusal('role_unknown', `${analyst.username} has no role on ${AUDIENCE}.`)
  const { jwt } = await session.ask<{ jwt: string }>('POST', `/api/servers/${server.id}/tokens`, {
    name: TOKEN_NAME,
    roles: server.roles.map(({ id }) => ({ id })),
    lifetime_minutes: DAY_MINUTES,
  })
  await session.end()
  return jwt
}

/** The administrator, if their password is still that of the first start. Another one is theirs, and not asked for again. */
async function stillOurs(url: string, home: Home, admin: Account | undefined): Promise<Account | undefined> {
  if (!admin) return undefined
  try {
    await (await FlowAuthSession.start(url, admin)).end()
    return admin
  } catch (error) {
    const { code } = error instanceof FlowAuthRefusal ? error : { code: '' }
    if (code !== 'credentials_wrong' && code !== 'second_factor_needed') throw error
    writeAccounts(home, { ...readAccounts(home), admin: undefined })
    return undefined
  }
}
