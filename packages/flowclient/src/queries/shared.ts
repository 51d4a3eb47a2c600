// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.
import type { CoalescedLocation } from './coalesced-location.ts'
import type { DailyLocation } from './daily-location.ts'
import type { Displacement } from './displacement.ts'
import type { EventCount } from './event-count.ts'
import type { Handset } from './handset.ts'
import type { LocationVisits } from './location-visits.ts'
import type { MajorityLocation } from './majority-location.ts'
import type { MobilityClassification } from './mobility-classification.ts'
import type { ModalLocation } from './modal-location.ts'
import type { MostFrequentLocation } from './most-frequent-location.ts'
import type { NocturnalEvents } from './nocturnal-events.ts'
import type { ParetoInteractions } from './pareto-interactions.ts'
import type { RadiusOfGyration } from './radius-of-gyration.ts'
import type { SubscriberDegree } from './subscriber-degree.ts'
import type { TopupAmount } from './topup-amount.ts'
import type { TopupBalance } from './topup-balance.ts'
import type { TotalActivePeriods } from './total-active-periods.ts'
import type { UniqueLocationCounts } from './unique-location-counts.ts'
import type { UniqueLocations } from './unique-locations.ts'
import type { VisitedMostDays } from './visited-most-days.ts'

/** The kinds of places that an answer can be about, from the whole country down to single cells. */
export const AGGREGATION_UNITS = [
  'admin0',
  'admin1',
  'admin2',
  'admin3',
  'lon-lat',
  'cell',
  'site',
  'grid:1',
  'grid:5',
  'grid:10',
  'grid:50',
] as const

/**
 * The kind of places that an answer is about: `admin0` is the whole country, `admin1` to `admin3` its areas,
 * ever smaller (what they are called differs: admin3 may be districts or communes), `lon-lat` the positions
 * of cells, `cell` and `site` the operator’s cells and sites by their ids, `grid:5` squares with sides of 5
 * kilometres.
 */
export type AggregationUnit = (typeof AGGREGATION_UNITS)[number]

/** The kinds of events: calls, text messages, sessions of mobile data, and top-ups of credit. */
export type EventType = 'calls' | 'sms' | 'mds' | 'topups'

/** Whether subscribers received an event (`in`) or made it (`out`). */
export type Direction = 'in' | 'out' | 'both'

/**
 * A window of hours on each day, in the operator’s local time, from the start of `start_hour` to the start
 * of `end_hour`, each from 0 to 24. 9 to 17 is the working day; 20 to 6 is the evening and the early morning
 * of each calendar day.
 */
export type Hours = { readonly start_hour: number; readonly end_hour: number }

/** How long the time buckets of a count are, by the operator’s clock. */
export type EventInterval = 'day' | 'hour' | 'min'

/**
 * Whether subscribers count who have a place at one end of a flow only; FlowKit has two spellings for some.
 * `inner`: they don’t. `left`: those count too who were gone then, as a flow to `null`; `right`: those who
 * were new, as a flow from `null`; `full outer`: all of them.
 */
export type JoinType = 'inner' | 'full outer' | 'left' | 'right' | 'left outer' | 'right outer'

/** A random sample of the subscribers that a query has found. Exactly one of `size` and `fraction` is given. */
export type Sampling =
  | {
      readonly sampling_method: 'random_ids'
      /** How many subscribers to draw. */
      readonly size?: number | null | undefined
      /** The share of subscribers to draw. */
      readonly fraction?: number | null | undefined
      /** Accepted for compatibility; the number of subscribers is always counted exactly. */
      readonly estimate_count?: boolean | null | undefined
      /** The same seed draws the same sample. */
      readonly seed: number
    }
  | {
      readonly sampling_method: 'bernoulli'
      /** How many subscribers to draw. */
      readonly size?: number | null | undefined
      /** The share of subscribers to draw. */
      readonly fraction?: number | null | undefined
      /** Accepted for compatibility; the number of subscribers is always counted exactly. */
      readonly estimate_count?: boolean | null | undefined
      /** The same seed draws the same sample. */
      readonly seed: number
    }
  | {
      readonly sampling_method: 'system'
      /** How many subscribers to draw. */
      readonly size?: number | null | undefined
      /** The share of subscribers to draw. */
      readonly fraction?: number | null | undefined
      /** Accepted for compatibility; the number of subscribers is always counted exactly. */
      readonly estimate_count?: boolean | null | undefined
      /** The same seed draws the same sample. */
      readonly seed: number
    }

/** What is made of the several numbers that a subscriber has. */
export type Statistic = 'avg' | 'count' | 'max' | 'median' | 'min' | 'mode' | 'stddev' | 'sum' | 'variance'

/**
 * Some of the subscribers: those for whom another query finds something, or a subset that the administrator
 * has published, by its id.
 */
export type SubscriberSubset =
  | string
  | DailyLocation
  | ModalLocation
  | LocationVisits
  | MajorityLocation
  | CoalescedLocation
  | MostFrequentLocation
  | UniqueLocations
  | VisitedMostDays
  | Displacement
  | EventCount
  | Handset
  | NocturnalEvents
  | ParetoInteractions
  | RadiusOfGyration
  | SubscriberDegree
  | TopupAmount
  | TopupBalance
  | TotalActivePeriods
  | UniqueLocationCounts
  | MobilityClassification
