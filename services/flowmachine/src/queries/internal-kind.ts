import type { SpatialUnit, SpecDefinition } from '@flowkit/contract'
import { z } from 'zod'

/**
 * The contract of a kind that nobody can ask for: others are made of it, so that what they have in common is computed
 * once. Its specs are made by the engine, in canonical form.
 *
 * @param unit The places that its result is about; null unless given.
 */
export function internalKind<Spec extends { readonly query_kind: string }>(
  kind: string,
  unit?: (spec: Spec) => SpatialUnit,
): SpecDefinition<z.ZodType<Spec>, 'nested'> {
  return {
    kind,
    schemaName: kind,
    schema: z.custom<Spec>(),
    level: 'nested',
    spatial: unit !== undefined,
    unit: unit ?? (() => null),
    parts: [],
  }
}
