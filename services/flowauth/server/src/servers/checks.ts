import type { Logger } from '@flowkit/service'
import type pg from 'pg'
import type { ServerCheck } from '../api/servers.ts'
import { unreachable } from '../api/unreachable.ts'
import { Refusal } from '../refusal.ts'
import { readDescription } from './description.ts'
import { fetchDocument } from './fetch-document.ts'
import { compareScopes, findServer, type ServerRow } from './servers.ts'

/** A server that is updated is noticed soon enough, and one that is down costs no more than a request. */
const EVERY_MINUTES = 5

/**
 * Asks the addresses of the servers that have not been asked for some minutes, and keeps what comes of it. Nothing is
 * taken over but whether the server refuses revoked tokens: scopes are for an administrator to compare. Of several
 * processes, one asks.
 */
export async function checkServers(pool: pg.Pool, log: Logger): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(
    `UPDATE servers SET checked_at = now()
     WHERE description_url IS NOT NULL
       AND (checked_at IS NULL OR checked_at < now() - make_interval(mins => $1))
     RETURNING id`,
    [EVERY_MINUTES],
  )
  const checks = rows.map(({ id }) =>
    checkServer(pool, id).catch(error => log.warn({ err: error, server: id }, 'a server was not checked')),
  )
  await Promise.all(checks)
}

/** Asks the address of a server, where it is known. @throws {Refusal} `server_unknown`. */
export async function checkServer(pool: pg.Pool, id: string): Promise<ServerRow> {
  const { description_url } = await findServer(pool, id)
  if (description_url !== null) {
    const { refuses_revoked = null, ...outcome } = await outcomeOf(pool, id, description_url)
    await pool.query(
      `UPDATE servers SET checked_at = now(), check_outcome = $2, refuses_revoked = coalesce($3, refuses_revoked)
       WHERE id = $1 AND description_url = $4`,
      [id, JSON.stringify(outcome), refuses_revoked, description_url],
    )
  }
  return findServer(pool, id)
}

async function outcomeOf(
  pool: pg.Pool,
  id: string,
  url: string,
): Promise<ServerCheck & { readonly refuses_revoked?: boolean }> {
  try {
    const found = readDescription(await fetchDocument(url))
    const { refuses_revoked } = found
    const { added, removed, roles } = await compareScopes(pool, id, { ...found, description_url: url })
    if (added.length + removed.length === 0) return { state: 'same', refuses_revoked }
    return {
      state: 'changed',
      added: added.length,
      removed: removed.length,
      roles: roles.map(({ name }) => name),
      refuses_revoked,
    }
  } catch (error) {
    if (error instanceof Refusal) {
      if (error.code === 'server_mismatch')
        return { state: 'replaced', ...(error.payload as { name: string }) }
      if (error.code === 'description_unreachable')
        return { state: 'unreachable', ...unreachable.parse(error.payload) }
      if (error.code === 'description_unusable') return { state: 'unusable' }
    }
    throw error
  }
}
