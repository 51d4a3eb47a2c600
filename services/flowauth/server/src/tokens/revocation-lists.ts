import { transaction } from '@flowkit/service'
import { signRevocationList } from '@flowkit/tokens'
import type pg from 'pg'
import type { TokenKeys } from '../keys/token-keys.ts'
import { revokeTokensPastTheirEnd } from './revocations.ts'

/** There is a newer list at the latest after a minute. */
const NEXT_SECONDS = 60
/** For how long the same list is given out: signing costs some milliseconds, and anybody may ask. */
const REMEMBERED_MS = 5_000

/** Signs the lists of revoked tokens. */
export class RevocationLists {
  readonly #pool: pg.Pool
  readonly #keys: TokenKeys
  #present: { readonly list: Promise<string>; readonly until: number } | undefined

  constructor(pool: pg.Pool, keys: TokenKeys) {
    this.#pool = pool
    this.#keys = keys
  }

  /** The list for those who ask every few seconds. */
  current(): Promise<string> {
    if (this.#present && this.#present.until > Date.now()) return this.#present.list
    const list = this.issue(NEXT_SECONDS)
    this.#present = { list, until: Date.now() + REMEMBERED_MS }
    list.catch(() => {
      this.#present = undefined
    })
    return list
  }

  /**
   * A new list, with a number that is greater than all before. What is on it is read after the lock of the number has
   * been taken, so that no list lacks what one of a lower number has. The number is not less than the time, so that
   * numbers also rise when the database has been put back from a backup.
   *
   * @param nextSeconds When there will be a newer one.
   */
  async issue(nextSeconds: number): Promise<string> {
    const key = await this.#keys.signing()
    const contents = await transaction(this.#pool, async client => {
      const { rows: lists } = await client.query<{ number: number }>(
        `UPDATE revocation_list SET number = greatest(number + 1, floor(extract(epoch FROM now()) * 1000)::bigint)
         RETURNING number`,
      )
      await revokeTokensPastTheirEnd(client)
      const { rows } = await client.query<{ token_id: string }>(
        'SELECT token_id FROM revocations WHERE expires_at > now() ORDER BY token_id',
      )
      return { number: lists[0]?.number ?? 0, revoked: rows.map(row => row.token_id) }
    })
    const signedAt = Math.floor(Date.now() / 1_000)
    return signRevocationList({ ...contents, signedAt, nextAt: signedAt + nextSeconds }, key)
  }
}
