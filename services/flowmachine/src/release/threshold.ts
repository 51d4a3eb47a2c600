/**
 * The smallest number of subscribers that a released count may stand for: FlowKit withholds counts of 15 and less,
 * as the mobile operators' own rules for aggregates ask.
 */
export const SMALLEST_RELEASED_COUNT = 16
