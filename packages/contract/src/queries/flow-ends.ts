import { joinType } from '../fields/join-type.ts'
import { flowEnd } from './locations.ts'

/**
 * The parameters of a kind about subscribers who have one place first and another place then. The ends may tell
 * different places apart: from squares to districts, say.
 */
export const flowFields = {
  from_location: flowEnd,
  to_location: flowEnd,
  join_type: joinType,
}
