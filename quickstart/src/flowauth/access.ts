import type { Settings } from '../config.ts'
import type { Home } from '../home.ts'
import { AUDIENCE, flowapiDescriptionUrl, flowauthUrl } from '../programs.ts'
import type { Secrets } from '../secrets.ts'
import { makeAccounts, readAccounts, writeAccounts } from './accounts.ts'
import { type Account, FlowAuthRefusal, FlowAuthSession } from './session.ts'
import { updateServer } from './steward.ts'

const TOKEN_NAME = 'quick start'
const DAY_MINUTES = 24 * 60

/** What says that somebody has made an account their own. */
const THEIR_OWN = ['credentials_wrong', 'second_factor_needed']

/** What FlowAuth has given to the quick start. */
export interface Access {
  /** A token for FlowAPI, valid for 24 hours. */
  readonly token: string
  /** FlowAuth's administrator, until they have made the account their own. */
  readonly admin: Account | undefined
}

/**
 * Has FlowAuth make a token, as its analyst would. At the first start the analyst is made, and all that it takes; later
 * FlowAuth is told what has changed, as long as the administrator lets us.
 *
 * @throws when FlowAuth does not let the analyst in any more, or has no role for them.
 */
export async function accessByFlowAuth(settings: Settings, secrets: Secrets, home: Home): Promise<Access> {
  const url = flowauthUrl(settings)
  const description = flowapiDescriptionUrl(settings)
  try {
    const { analyst, admin } = readAccounts(home)
    if (!analyst) {
      const made = await makeAccounts(home, url, secrets.flowauthFirstPassword, description)
      return { admin: made.admin, token: await tokenOf(url, made.analyst) }
    }
    const steward = admin && (await signInIfOurs(url, home, admin, analyst))
    if (steward) await updateServer(steward, description)
    await steward?.end()
    return { admin: steward && admin, token: await tokenOf(url, analyst) }
  } catch (error) {
    if (!(error instanceof FlowAuthRefusal)) throw error
    throw new Error(
      `FlowAuth refuses what the quick start needs: ${error.message}\n` +
        `The accounts that were made for it are in ${home.accounts}. To begin afresh: make clean`,
      { cause: error },
    )
  }
}

/** Signs the administrator in. A password that is no longer ours is forgotten, and not tried again. */
async function signInIfOurs(
  url: string,
  home: Home,
  admin: Account,
  analyst: Account,
): Promise<FlowAuthSession | undefined> {
  try {
    return await FlowAuthSession.start(url, admin)
  } catch (error) {
    if (!(error instanceof FlowAuthRefusal && THEIR_OWN.includes(error.code))) throw error
    writeAccounts(home, { analyst })
    return undefined
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
