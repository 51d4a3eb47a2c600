import { z } from 'zod'
import { perSubscriberKinds, type Spec } from '../definition.ts'

/** A published subset's id, or a per-subscriber query in canonical form. */
export type SubscriberSubset = string | Spec
export type SubscriberSubsetInput = string | { readonly query_kind: string }

const NEITHER = 'Must be a per-subscriber query or the id of a published subset.'

/**
 * Restricts a query to some subscribers: those of a nested per-subscriber query, or of a subset that an
 * administrator has published under an id. Null means everybody.
 */
export function subscriberSubset() {
  return z
    .lazy(queryOrId)
    .nullish()
    .transform(subset => subset ?? null)
    .describe('Only these subscribers: a per-subscriber query, or the id of a published subset.')
}

function queryOrId(): z.ZodType<SubscriberSubset, SubscriberSubsetInput> {
  return z.union([z.string().min(1), perSubscriberQuery()], { error: NEITHER })
}

/** Any per-subscriber query; asked for late, when all kinds have been defined. */
function perSubscriberQuery(): z.ZodType<Spec, { readonly query_kind: string }> {
  const [first, ...others] = perSubscriberKinds().map(({ schema }) => schema as z.core.$ZodTypeDiscriminable)
  if (!first) throw new Error('No kind of per-subscriber query has been defined')
  return z.discriminatedUnion('query_kind', [first, ...others]) as unknown as z.ZodType<
    Spec,
    { query_kind: string }
  >
}
