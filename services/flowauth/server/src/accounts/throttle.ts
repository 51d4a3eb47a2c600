import { createHmac, type KeyObject } from 'node:crypto'
import type { Queryable } from '../database/queryable.ts'
import { Refusal } from '../refusal.ts'

/**
 * Who tries: the account as it was named, whether it exists or not, if one is, and the address; or somebody who is known, by a browser
 * in which the account has been signed in to or by a session, and is then counted by nothing else: strangers who guess do
 * not make them wait.
 *
 * Each has a number of free failures; after that there is a wait, which doubles with each failure. Many people
 * may share an address, so it has more. An hour without a failure forgets them.
 */
export type Trier = { readonly account?: string; readonly address: string } | { readonly known: string }

const FREE_FAILURES = { account: 5, address: 30, known: 5 } as const
type Kind = keyof typeof FREE_FAILURES

/** A failure that was counted beforehand, and what to put back if it is none. */
interface Counted {
  readonly kind: Kind
  readonly subject: Buffer
  /** When the failure before it was, as the database writes it; null where there was none. */
  readonly before: string | null
}

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
  async attempt<T>(trier: Trier, run: () => Promise<T | undefined>): Promise<T | undefined> {
    const counted = await this.#countAll(trier)
    const result = await run().catch(async error => {
      for (const each of counted) await this.#takeBack(each)
      throw error
    })
    if (result !== undefined)
      for (const each of counted) await (each.kind === 'address' ? this.#takeBack(each) : this.#forget(each))
    return result
  }

  /** Counts a failure of everything that somebody is known by, or, where one of them must wait, of none. */
  async #countAll(trier: Trier): Promise<Counted[]> {
    const subjects =
      'known' in trier
        ? ([['known', trier.known]] as const)
        : ([
            ['address', trier.address],
            ...(trier.account === undefined ? [] : [['account', trier.account.toLowerCase()] as const]),
          ] as const)
    const counted: Counted[] = []
    for (const [kind, subject] of subjects)
      try {
        counted.push(await this.#count(kind, this.#digest(kind, subject)))
      } catch (error) {
        for (const each of counted) await this.#takeBack(each)
        throw error
      }
    return counted
  }

  /** Of attempts at the same moment, the one that began first may be counted last: free ones are not compared by time. */
  async #count(kind: Kind, subject: Buffer): Promise<Counted> {
    const { rows } = await this.#database.query<{ before: string | null }>(
      `INSERT INTO sign_in_attempts AS attempts (kind, subject, failures, last_failed_at)
       VALUES ($1, $2, 1, now())
       ON CONFLICT (kind, subject) DO UPDATE SET
         failures = CASE
           WHEN attempts.last_failed_at < now() - interval '${FORGOTTEN_AFTER}' THEN 1
           ELSE attempts.failures + 1 END,
         last_failed_at = now()
       WHERE attempts.failures < $3 OR attempts.last_failed_at + ${WAIT} <= now()
       RETURNING (SELECT last_failed_at::text FROM sign_in_attempts WHERE kind = $1 AND subject = $2) AS before`,
      [kind, subject, FREE_FAILURES[kind]],
    )
    if (!rows[0]) throw new Refusal('too_many_attempts', { payload: await this.#retryAfter(kind, subject) })
    return { kind, subject, before: rows[0].before }
  }

  async #takeBack({ kind, subject, before }: Counted): Promise<void> {
    await this.#database.query(
      `UPDATE sign_in_attempts
       SET failures = greatest(0, failures - 1), last_failed_at = coalesce($3::timestamptz, last_failed_at)
       WHERE kind = $1 AND subject = $2`,
      [kind, subject, before],
    )
  }

  async #forget({ kind, subject }: Counted): Promise<void> {
    await this.#database.query('DELETE FROM sign_in_attempts WHERE kind = $1 AND subject = $2', [
      kind,
      subject,
    ])
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
