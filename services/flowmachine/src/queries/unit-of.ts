import type { SpatialUnit, SpecDefinition, SpecOf } from '@flowkit/contract'
import type { PairOfUnits } from './by-place.ts'

/**
 * The places that a query about places is about.
 *
 * @throws {Error} for a spec that names none, which no validated spec of such a kind does.
 */
export function unitOf<D extends SpecDefinition>(contract: D, spec: SpecOf<D>): SpatialUnit {
  const unit = contract.unit(spec)
  if (unit === null) throw new Error(`A query of kind ${contract.kind} names no places`)
  return unit
}

/** The places of flows: first and then. */
export function unitsOfFlows<D extends SpecDefinition>(contract: D, spec: SpecOf<D>): PairOfUnits {
  const unit = unitOf(contract, spec)
  return [unit, contract.otherUnit?.(spec) ?? unit]
}
