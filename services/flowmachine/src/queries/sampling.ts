import { createHmac } from 'node:crypto'
import type { Sampling } from '@flowkit/contract'
import { Sql, sql } from '../sql.ts'

/**
 * A random sample of the subscribers of a stored query.
 *
 * Subscribers are drawn by a keyed hash of their identifier, so that the same sample comes out on any storage. The
 * key is derived from a secret of the deployment, the whole query, the size and the seed: who doesn't hold the
 * secret can't tell who is in a sample, and samples of n and n + 1 are independent, so that their difference
 * singles nobody out.
 *
 * @param whole The stored table to draw from.
 * @param wholeId Its query id.
 */
export function sample(whole: Sql, wholeId: string, sampling: Sampling, secret: string): Sql {
  const { sampling_method, size, fraction, seed } = sampling
  const key = createHmac('sha256', secret)
    .update(JSON.stringify([wholeId, sampling_method, size, fraction, seed]))
    .digest('hex')
  const lot = sql`sha256('\\x${new Sql(key)}'::bytea || int4send(subscriber))`
  const drawn =
    size !== null
      ? sql`ORDER BY lot LIMIT ${size}`
      : sampling_method === 'random_ids'
        ? sql`ORDER BY lot LIMIT (SELECT floor(${fraction} * count(DISTINCT subscriber))::bigint FROM ${whole})`
        : sql`WHERE lot < ${threshold(fraction ?? 1)}`
  return sql`
    SELECT *
    FROM ${whole}
    WHERE subscriber IN (
      SELECT subscriber
      FROM (SELECT DISTINCT subscriber, ${lot} AS lot FROM ${whole}) AS lots
      ${drawn}
    )`
}

/** The value below which that share of all hashes lies, to 48 bits. */
function threshold(fraction: number): Sql {
  const start = Math.round(fraction * 2 ** 48)
    .toString(16)
    .padStart(12, '0')
  return new Sql(start.length > 12 ? `'\\x${'ff'.repeat(33)}'::bytea` : `'\\x${start}'::bytea`)
}
