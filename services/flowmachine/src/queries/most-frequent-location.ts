import { mostFrequentLocation as contract, pickSpatialUnit } from '@flowkit/contract'
import { defineKind } from './definition.ts'
import { mostCommonPlace } from './most-common.ts'
import { needOf } from './need.ts'
import { cellPlacesOf } from './places.ts'

/** The place where most of a subscriber's events of a period were: `subscriber`, `place`. */
export const mostFrequentLocation = defineKind({
  contract,
  perSubscriber: true,
  computedBy: 'small slices',
  parts: spec => [cellPlacesOf(spec)],
  render: (spec, context) => mostCommonPlace(needOf(spec, context), pickSpatialUnit(spec), context),
})
