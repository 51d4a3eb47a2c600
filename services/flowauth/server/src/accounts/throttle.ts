import { createHmac, type KeyObject } from 'node:crypto'
import type { Queryable } from '../database/queryable.ts'
import { Refusal } from '../refusal.ts'

/**
 * Who tries: the account as it was named, whether it exists or not, and the address.
 *
 * Each has a number of free failures; after that there is a wait, which doubles with each failure. Many people
 * may share an address, so it has more. An hour without a failure forgets them.
 */
const FREE_FAILURES = { account: 5, address: 30 } as const
type Kind = keyof typeof FREE_FAILURES

const FIRST_WAIT_S = 5
const LONGEST_WAIT_S = 900
const FORGOTTEN_AFTER = '1 hour'

/** How long after the last failure the next attempt must come, with the columns of `sign_in_attempts`. */
const WAIT = `make_interval(secs =>
  CASE WHEN attempts.failures < $3 THEN 0 ELSE least(${LONGEST_WAIT_S}, ${FIRST_WAIT_S} * power(2, least(attempts.failures - $3, 20))) END)`

/** Makes those wait who guess passwords. */
export class Throttle {
  readonly #database: Queryable
  readonly #key: KeyObject

  constructor(database: Queryable, key: KeyObject) {
    this.#database = database
    this.#key = key
  }

  /**
   * Runs an attempt, which answers undefined when it fails. It is counted as a failure before it runs, so that many
   * at the same moment are no way around, and taken back when it succeeds. One that throws has neither failed nor
   * succeeded: it is not counted, and earlier failures are not forgotten.
   *
   * @throws {Refusal} `too_many_attempts`, without having run it, when it comes too soon.
   */
  async attempt<T>(
    account: string,
    address: string,
    run: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const accountKey = this.#digest('account', account.toLowerCase())
    const addressKey = this.#digest('address', address)
    await this.#count('address', addressKey)
    await this.#count('account', accountKey)
    const result = await run().catch(async error => {
      await this.#takeBack('account', accountKey)
      await this.#takeBack('address', addressKey)
      throw error
    })
    if (result !== undefined) {
      await this.#database.query("DELETE FROM sign_in_attempts WHERE kind = 'account' AND subject = $1", [
        accountKey,
      ])
      await this.#takeBack('address', addressKey)
    }
    return result
  }

  async #count(kind: Kind, subject: Buffer): Promise<void> {
    const { rowCount } = await this.#database.query(
      `INSERT INTO sign_in_attempts AS attempts (kind, subject, failures, last_failed_at)
       VALUES ($1, $2, 1, now())
       ON CONFLICT (kind, subject) DO UPDATE SET
         failures = CASE
           WHEN attempts.last_failed_at < now() - interval '${FORGOTTEN_AFTER}' THEN 1
           ELSE attempts.failures + 1 END,
         last_failed_at = now()
       WHERE attempts.last_failed_at + ${WAIT} <= now()`,
      [kind, subject, FREE_FAILURES[kind]],
    )
    if (rowCount === 0)
      throw new Refusal('too_many_attempts', { payload: await this.#retryAfter(kind, subject) })
  }

  async #takeBack(kind: Kind, subject: Buffer): Promise<void> {
    await this.#database.query(
      'UPDATE sign_in_attempts SET failures = greatest(0, failures - 1) WHERE kind = $1 AND subject = $2',
      [kind, subject],
    )
  }

  async #retryAfter(kind: Kind, subject: Buffer): Promise<{ retry_after_seconds: number }> {
    const { rows } = await this.#database.query<{ seconds: number }>(
      `SELECT ceil(extract(epoch FROM last_failed_at + ${WAIT} - now()))::integer AS seconds
       FROM sign_in_attempts AS attempts WHERE kind = $1 AND subject = $2`,
      [kind, subject, FREE_FAILURES[kind]],
    )
    return { retry_after_seconds: Math.max(1, rows[0]?.seconds ?? 1) }
  }

  #digest(kind: Kind, subject: string): Buffer {
    return createHmac('sha256', this.#key).update(`${kind} ${subject}`).digest()
  }
}
