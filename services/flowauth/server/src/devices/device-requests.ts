import type { KeyObject } from 'node:crypto'
import type pg from 'pg'
import type { OAuthErrorCode } from '../api/devices.ts'
import type { TokenChoice } from '../api/tokens.ts'
import type { Queryable } from '../database/queryable.ts'
import { Refusal } from '../refusal.ts'
import { digestOf, newSecret } from '../sessions/one-time-secret.ts'
import { newUserCode, userCodeDigest } from './user-code.ts'

/**
 * A client's wish to be let in.
 *
 * | state   | what moves it on                        | to      |
 * | ------- | --------------------------------------- | ------- |
 * | waiting | its person lets it in, or refuses it    | let in, refused |
 * | let in  | the client polls, and is given a token  | taken   |
 *
 * Each ends after {@link VALID_MINUTES}, whatever its state: a poll then says so.
 */
export const VALID_MINUTES = 10
const FIRST_INTERVAL_S = 5
/** What a client that polls too often has to add (RFC 8628, 3.5). */
const SLOWER_BY_S = 5
/** How many may wait at an address: nobody needs more, and each makes guessing a code easier. */
const MOST_WAITING = 20

/** Nobody has decided yet, and there is time left. */
const WAITING = 'expires_at > now() AND choice IS NULL AND denied_at IS NULL'

/** What a client that waits has been given. */
export interface NewDeviceRequest {
  readonly deviceCode: string
  readonly userCode: string
  readonly interval: number
}

/** A client that waits. */
export interface DeviceRequestRow {
  readonly id: string
  readonly client: string
  readonly address: string
  readonly started_at: Date
  readonly expires_at: Date
}

/** What somebody has let a client have. */
export interface Approved {
  readonly user_id: string
  readonly username: string
  readonly server_id: string
  readonly client: string
  readonly address: string
  readonly choice: TokenChoice
}

/** The wishes of clients. */
export class DeviceRequests {
  readonly #pool: pg.Pool
  readonly #key: KeyObject

  /** @param key What the codes that people type are hashed with. */
  constructor(pool: pg.Pool, key: KeyObject) {
    this.#pool = pool
    this.#key = key
  }

  /** A new one. @throws {Refusal} `too_many_attempts` while too many wait at the address. */
  async begin(client: string, address: string): Promise<NewDeviceRequest> {
    const deviceCode = newSecret()
    const userCode = newUserCode()
    const { rowCount } = await this.#pool.query(
      `INSERT INTO device_requests (device_digest, user_digest, client, address, expires_at, interval_seconds)
       SELECT $1, $2, $3, $4, now() + make_interval(mins => $5), $6
       WHERE (SELECT count(*) FROM device_requests
              WHERE address = $4 AND expires_at > now() AND choice IS NULL AND denied_at IS NULL) < $7`,
      [
        digestOf(deviceCode),
        userCodeDigest(userCode, this.#key),
        client,
        address,
        VALID_MINUTES,
        FIRST_INTERVAL_S,
        MOST_WAITING,
      ],
    )
    if (rowCount === 0)
      throw new Refusal('too_many_attempts', { payload: { retry_after_seconds: VALID_MINUTES * 60 } })
    return { deviceCode, userCode, interval: FIRST_INTERVAL_S }
  }

  /** The one that waits with a code; undefined where none does. */
  async waitingWith(userCode: string): Promise<DeviceRequestRow | undefined> {
    const { rows } = await this.#pool.query<DeviceRequestRow>(
      `SELECT id, client, address, started_at, expires_at FROM device_requests
       WHERE user_digest = $1 AND ${WAITING}`,
      [userCodeDigest(userCode, this.#key)],
    )
    return rows[0]
  }
}

/** Lets one in. @returns what the client calls itself. @throws {Refusal} `device_code_unknown`. */
export function approve(
  client: Queryable,
  id: string,
  userId: string,
  serverId: string,
  choice: TokenChoice,
): Promise<string> {
  return decide(client, 'user_id = $2, server_id = $3, choice = $4', [id, userId, serverId, choice])
}

/** Refuses one. @returns what the client calls itself. @throws {Refusal} `device_code_unknown`. */
export function refuse(client: Queryable, id: string): Promise<string> {
  return decide(client, 'denied_at = now()', [id])
}

/**
 * What a client may have that asks again: once what it was let have, and before and after that why not. One that asks
 * before its time must wait longer from then on.
 */
export async function poll(client: Queryable, deviceCode: string): Promise<Approved | OAuthErrorCode> {
  const digest = digestOf(deviceCode)
  const { rows: taken } = await client.query<Approved>(
    `UPDATE device_requests SET taken_at = now() FROM users
     WHERE device_digest = $1 AND expires_at > now() AND taken_at IS NULL
       AND users.id = user_id AND suspended_at IS NULL
     RETURNING user_id, username, server_id, client, address, choice`,
    [digest],
  )
  if (taken[0]) return taken[0]
  const { rows } = await client.query<{ error: OAuthErrorCode }>(
    `WITH before AS (
       SELECT id, polled_at > now() - make_interval(secs => interval_seconds) AS early
       FROM device_requests WHERE device_digest = $1 FOR UPDATE
     )
     UPDATE device_requests AS request
     SET polled_at = now(),
       interval_seconds = interval_seconds + CASE WHEN early THEN ${SLOWER_BY_S} ELSE 0 END
     FROM before WHERE before.id = request.id
     RETURNING CASE
       WHEN taken_at IS NOT NULL THEN 'invalid_grant'
       WHEN denied_at IS NOT NULL THEN 'access_denied'
       WHEN expires_at <= now() THEN 'expired_token'
       WHEN choice IS NOT NULL THEN 'access_denied'
       WHEN early THEN 'slow_down'
       ELSE 'authorization_pending' END AS error`,
    [digest],
  )
  return rows[0]?.error ?? 'invalid_grant'
}

async function decide(client: Queryable, assignment: string, values: unknown[]): Promise<string> {
  const { rows } = await client.query<{ client: string }>(
    `UPDATE device_requests SET ${assignment} WHERE id = $1 AND ${WAITING} RETURNING client`,
    values,
  )
  if (!rows[0]) throw new Refusal('device_code_unknown')
  return rows[0].client
}

/** Forgets what has ended, an hour after: until then a client is told that it has. */
export async function forgetOldDeviceRequests(database: Queryable): Promise<void> {
  await database.query("DELETE FROM device_requests WHERE expires_at < now() - interval '1 hour'")
}
