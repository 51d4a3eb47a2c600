import { inflows as contract } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { byPlace } from './by-place.ts'
import { defineKind } from './definition.ts'
import { placesOfEnd } from './flow-ends.ts'
import { placesOf } from './places.ts'
import { sumOfFlows } from './sum-of-flows.ts'
import { unitOf } from './unit-of.ts'

/** The sum of the flows that end at each place, small ones among them: the place columns, `value`, `subscribers`. */
export const inflows = defineKind({
  contract,
  parts: spec => [placesOf(unitOf(contract, spec))],
  render: (spec, context) =>
    byPlace(unitOf(contract, spec), context, sumOfFlows(spec, context, 'later'), ['value', 'subscribers']),
  release: {
    rule: { rule: 'count of something else', subscribers: 'subscribers' },
    shape: 'places',
    columns: spec => [...placeColumns(unitOf(contract, spec)), 'value'],
    gridSize: (spec, places) => placesOfEnd(spec, 'to', places),
  },
})
