import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@flowkit/service'
import type pg from 'pg'
import { doAndTell, NOBODY } from '../audit/audit.ts'
import { Refusal } from '../refusal.ts'
import { addRole } from '../roles/roles.ts'
import { readDescription } from '../servers/description.ts'
import { fetchDocument } from '../servers/fetch-document.ts'
import { addServer, listServers } from '../servers/servers.ts'
import { DEMO_USER } from './accounts.ts'

/** What the FlowAPI of a demo calls itself, in FlowKit's demo as well. */
export const DEMO_SERVER = 'TEST_SERVER'
/** The role with all that it can be asked, which {@link DEMO_USER} has. */
export const DEMO_ROLE = 'runner'

/** FlowKit's demo lets tokens live for a month, too. */
const LIMITS = { longest_lifetime_minutes: 31 * 24 * 60, latest_expiry: null } as const
const TRY_EVERY_MS = 2_000

/**
 * Registers the FlowAPI of a demo, however long it takes to answer: it may be started after FlowAuth, and has to wait
 * for a database that is being filled. Why it cannot be registered yet is logged once for each reason.
 *
 * @param flowapi Its address.
 * @param signal Ends the attempts.
 */
export async function awaitDemoServer(
  pool: pg.Pool,
  flowapi: URL,
  log: Logger,
  signal: AbortSignal,
  everyMs = TRY_EVERY_MS,
): Promise<void> {
  let complaint = ''
  while (!signal.aborted) {
    try {
      await registerDemoServer(pool, flowapi)
      log.info({ server: DEMO_SERVER, url: flowapi.href }, 'the server of the demo is registered')
      return
    } catch (error) {
      const { message, payload } = error instanceof Refusal ? error : { message: String(error), payload: {} }
      const reason = JSON.stringify([message, payload])
      if (reason !== complaint)
        log.warn({ url: flowapi.href, reason: message, payload }, 'the server of the demo is awaited')
      complaint = reason
    }
    await sleep(everyMs, undefined, { signal }).catch(() => {})
  }
}

/**
 * Registers the FlowAPI of a demo with the scopes that it has, and makes the role. What is there already stays as it is.
 *
 * @throws {Refusal} `description_unreachable`, `description_unusable`, and `server_mismatch` for a FlowAPI that calls
 * itself otherwise: it may not be one for demos.
 */
export async function registerDemoServer(pool: pg.Pool, flowapi: URL): Promise<void> {
  const description_url = new URL('/api/0/spec/openapi.json', flowapi).href
  const description = readDescription(await fetchDocument(description_url))
  const { name, scopes } = description
  if (name !== DEMO_SERVER) throw new Refusal('server_mismatch', { payload: { name } })
  await doAndTell(pool, NOBODY, async (client, tell) => {
    const known = (await listServers(client)).find(server => server.name === DEMO_SERVER)
    const server = known ?? (await addServer(client, { ...description, description_url, ...LIMITS }))
    if (!known) await tell('server_registered', { about: DEMO_SERVER })
    if (server.role_count > 0) return
    const { rows } = await client.query<{ id: string }>('SELECT id FROM users WHERE username = $1', [
      DEMO_USER,
    ])
    await addRole(client, {
      server_id: server.id,
      name: DEMO_ROLE,
      scopes,
      member_ids: rows.map(({ id }) => id),
      ...LIMITS,
    })
    await tell('role_added', { about: DEMO_ROLE })
  })
}
