import type { z } from 'zod'
import { joinType } from '../fields/join-type.ts'
import { checkSameUnit } from '../fields/spatial-unit.ts'
import { type FlowEnd, flowEnd, unitOfLocation } from './locations.ts'

/** The parameters of a kind about subscribers who have one place first and another place then. */
export const flowFields = {
  from_location: flowEnd,
  to_location: flowEnd,
  join_type: joinType,
}

/** Refuses flows between places that cannot be compared. */
export function checkFlowEnds(
  { from_location, to_location }: { readonly from_location: FlowEnd; readonly to_location: FlowEnd },
  context: z.RefinementCtx,
): void {
  checkSameUnit(context, 'to_location', 'Must have the same aggregation unit as from_location.', [
    unitOfLocation(from_location),
    unitOfLocation(to_location),
  ])
}
