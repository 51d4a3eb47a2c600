import { z } from 'zod'
import { displacement } from './displacement.ts'
import { eventCount } from './event-count.ts'
import { handset } from './handset.ts'
import { nocturnalEvents } from './nocturnal-events.ts'
import { paretoInteractions } from './pareto-interactions.ts'
import { radiusOfGyration } from './radius-of-gyration.ts'
import { subscriberDegree } from './subscriber-degree.ts'
import { topupAmount } from './topup-amount.ts'
import { topupBalance } from './topup-balance.ts'
import { totalActivePeriods } from './total-active-periods.ts'
import { uniqueLocationCounts } from './unique-location-counts.ts'

/** The kinds that give each subscriber a number. */
export const NUMERIC_METRICS = [
  displacement,
  eventCount,
  nocturnalEvents,
  paretoInteractions,
  radiusOfGyration,
  subscriberDegree,
  topupAmount,
  topupBalance,
  totalActivePeriods,
  uniqueLocationCounts,
] as const

const NUMERIC_SCHEMAS = [
  displacement.schema,
  eventCount.schema,
  nocturnalEvents.schema,
  paretoInteractions.schema,
  radiusOfGyration.schema,
  subscriberDegree.schema,
  topupAmount.schema,
  topupBalance.schema,
  totalActivePeriods.schema,
  uniqueLocationCounts.schema,
] as const

/** A place in a spec where any number of each subscriber may stand. */
export const numericMetric = z
  .discriminatedUnion('query_kind', [...NUMERIC_SCHEMAS])
  .describe('What number of each subscriber.')

/** The kinds that give each subscriber a number or a word. */
export const METRICS = [...NUMERIC_METRICS, handset] as const

/** A place in a spec where any of them may stand. */
export const anyMetric = z
  .discriminatedUnion('query_kind', [...NUMERIC_SCHEMAS, handset.schema])
  .describe('What number, or what word, of each subscriber.')
