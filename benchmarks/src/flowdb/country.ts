import { type Parameters, parametersOf } from '@flowkit/flowdb/synthetic'

/** The tables of events that are loaded: those that FlowKit reads unless a query says otherwise. */
export const EVENT_TYPES = ['calls', 'sms'] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** Two weeks: flows lead from the first to the second, and other queries are about the first. */
export const DAYS = 14
export const FIRST_DAY = '2016-01-01'

/** A table that says which district each cell counts for, as administrators keep them. */
export const MAPPING_TABLE = 'geography.districts_of_cells'

const CALLS_PER_DAY = 3.6
const SMS_PER_DAY = 2.8

/**
 * The synthetic country of the benchmark, whose events of calls and SMS come to about a given number. Its network is
 * of the same size whatever the number of people.
 */
export function countryOf(events: number): Parameters {
  const subscribers = Math.max(100, Math.round(events / (DAYS * (CALLS_PER_DAY + SMS_PER_DAY))))
  return parametersOf('demo', {
    startDate: FIRST_DAY,
    days: DAYS,
    subscribers,
    admin1: 5,
    admin2: 30,
    admin3: 150,
    sites: 1600,
    cells: 5000,
    movingSites: 40,
    closingSites: 10,
    changeDay: 5,
    callsPerDay: CALLS_PER_DAY,
    smsPerDay: SMS_PER_DAY,
    mdsPerDay: 0,
    topupsPerDay: 0,
    transfersPerDay: 0,
  })
}
