import type { FlowEnd } from '@flowkit/contract'

/** Whether a query about subscribers' locations may hold some who have none. */
export function mayLackPlaces(location: FlowEnd): boolean {
  switch (location.query_kind) {
    case 'majority_location':
      return location.include_unlocatable
    case 'coalesced_location':
      return location.preferred_location.include_unlocatable
    default:
      return false
  }
}
