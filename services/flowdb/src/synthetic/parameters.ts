import { z } from 'zod'
import { dayNumber } from './dates.ts'

const whole = (min: number, max: number) =>
  z.coerce.number({ error: 'must be a whole number' }).int().min(min).max(max)
const date = () => z.iso.date({ error: 'must be a date such as 2016-01-01' })
const rate = () => z.coerce.number({ error: 'must be a number' }).min(0).max(200)
const probability = () => z.coerce.number({ error: 'must be a number' }).min(0).max(1)

/**
 * What decides the rows of a synthetic country. Equal parameters give equal rows.
 *
 * The descriptions are the help texts of `flowdb synthesize`, whose options have the same names.
 */
export const parametersSchema = z
  .object({
    seed: whole(0, 2 ** 31 - 1).describe('what all random numbers derive from'),
    startDate: date().describe('the first day, YYYY-MM-DD'),
    days: whole(1, 3660).describe('how many days of events'),
    subscribers: whole(2, 10_000_000).describe('how many people have a phone of the network'),
    admin1: whole(1, 1000).describe('units of the first administrative level'),
    admin2: whole(1, 2000).describe('units of the second administrative level'),
    admin3: whole(1, 2000).describe('units of the third administrative level'),
    sites: whole(1, 100_000).describe('sites of the network; every admin3 unit gets one at least'),
    cells: whole(1, 300_000).describe('cells of the network; every site gets one at least'),
    movingSites: whole(0, 100_000).describe('sites whose cells move on the day of change, to a new version'),
    closingSites: whole(0, 100_000).describe('sites whose cells end their service before the day of change'),
    changeDay: whole(1, 3660).describe('the day of change: 6 is the sixth day'),
    deviceModels: whole(1, 5000).describe('models of handsets, each with a TAC'),
    urbanShare: probability().describe('share of the population that lives in and around towns'),
    contacts: z.coerce
      .number({ error: 'must be a number' })
      .min(1)
      .max(1000)
      .describe('how many contacts a subscriber has on average'),
    callsPerDay: rate().describe('rows of calls per subscriber and day; a call between subscribers has two'),
    smsPerDay: rate().describe('rows of SMS per subscriber and day; one between subscribers has two'),
    mdsPerDay: rate().describe('mobile data sessions per subscriber and day'),
    topupsPerDay: rate().describe('top-ups per subscriber and day'),
    transfersPerDay: rate().describe('rows of mobile money per subscriber and day; a transaction has two'),
    pOffNet: probability().describe(
      "probability that a call or SMS has its other party in another operator's network",
    ),
    pOutOfArea: probability().describe('probability that a subscriber makes a trip on a day'),
    pRelocate: probability().describe('probability that a subscriber moves house on a day'),
    pUnlocated: probability().describe('probability that the location of an event is missing'),
    disasterStart: date().optional().describe('the first day of a disaster, YYYY-MM-DD'),
    disasterEnd: date().optional().describe('the last day of the disaster, YYYY-MM-DD'),
    disasterRegion: z
      .string()
      .optional()
      .describe('the code of the administrative unit that it strikes, such as XA.1.2'),
  })
  .check(({ value, issues }) => {
    type Count = 'admin1' | 'admin2' | 'admin3' | 'sites' | 'cells'
    const atLeast = (larger: Count, smaller: Count) => {
      if (value[larger] < value[smaller])
        issues.push({
          code: 'custom',
          path: [larger],
          input: value[larger],
          message: `must be at least ${optionName(smaller)}, which is ${value[smaller]}`,
        })
    }
    atLeast('admin2', 'admin1')
    atLeast('admin3', 'admin2')
    atLeast('sites', 'admin3')
    atLeast('cells', 'sites')
    if (value.movingSites + value.closingSites >= value.sites)
      issues.push({
        code: 'custom',
        path: ['movingSites'],
        input: value.movingSites,
        message: `must leave a site that neither moves nor closes: --sites is ${value.sites}, --closing-sites ${value.closingSites}`,
      })
    checkDisaster(value, (parameter, message) =>
      issues.push({ code: 'custom', path: [parameter], input: value[parameter], message }),
    )
  })

type DisasterParameter = 'disasterStart' | 'disasterEnd' | 'disasterRegion'
const DISASTER: readonly DisasterParameter[] = ['disasterStart', 'disasterEnd', 'disasterRegion']

/** A disaster has all three parameters, and begins while there are events. Where it strikes, the country decides. */
function checkDisaster(
  value: Partial<Record<DisasterParameter, string | undefined>> & {
    readonly startDate: string
    readonly days: number
  },
  report: (parameter: DisasterParameter, message: string) => void,
): void {
  const { disasterStart: start, disasterEnd: end } = value
  if (DISASTER.every(parameter => value[parameter] === undefined)) return
  for (const parameter of DISASTER)
    if (value[parameter] === undefined)
      report(parameter, `must be given too: a disaster has ${DISASTER.map(optionName).join(', ')}`)
  if (start === undefined) return
  const index = dayNumber(start) - dayNumber(value.startDate)
  if (index < 0 || index >= value.days)
    report('disasterStart', `must be one of the ${value.days} days from ${value.startDate} on`)
  if (end !== undefined && end < start) report('disasterEnd', 'must not be before --disaster-start')
}

/** Goes up whenever the same parameters come to give other rows. */
export const GENERATOR_VERSION = 1

/** A full set of parameters. Rates are per subscriber and day, probabilities in [0, 1]. */
export type Parameters = Readonly<z.output<typeof parametersSchema>>

/** Parameters as somebody gives them: any of them, as numbers or as text. */
export type GivenParameters = Partial<Record<keyof Parameters, string | number>>

/** Parameters that cannot be used. The message has a line for each, by the name of its option. */
export class ParameterError extends Error {
  override readonly name = 'ParameterError'
}

/** The option of `flowdb synthesize` that gives a parameter, such as `--start-date`. */
export function optionName(parameter: string): string {
  return `--${parameter.replace(/[A-Z]/g, capital => `-${capital.toLowerCase()}`)}`
}

const HABITS = {
  contacts: 12,
  callsPerDay: 3.6,
  smsPerDay: 2.8,
  mdsPerDay: 3,
  topupsPerDay: 0.35,
  transfersPerDay: 0.25,
  pOffNet: 0.2,
  pOutOfArea: 0.12,
  pUnlocated: 0.01,
}

/**
 * The two countries that come ready made: a week of a small one for tests, where counts lie on both sides of the
 * threshold of 16 subscribers, and four weeks of a larger one to show what analyses look like.
 */
export const PROFILES = {
  test: {
    ...HABITS,
    seed: 12345,
    startDate: '2016-01-01',
    days: 7,
    subscribers: 1000,
    admin1: 3,
    admin2: 6,
    admin3: 12,
    sites: 24,
    cells: 60,
    movingSites: 4,
    closingSites: 1,
    changeDay: 6,
    deviceModels: 40,
    urbanShare: 0.7,
    pRelocate: 0.01,
  },
  demo: {
    ...HABITS,
    seed: 12345,
    startDate: '2016-01-01',
    days: 28,
    subscribers: 20_000,
    admin1: 5,
    admin2: 18,
    admin3: 60,
    sites: 400,
    cells: 1200,
    movingSites: 12,
    closingSites: 4,
    changeDay: 15,
    deviceModels: 200,
    urbanShare: 0.6,
    pRelocate: 0.015,
  },
} as const satisfies Record<string, Parameters>

/** The name of a profile. */
export type Profile = keyof typeof PROFILES

/**
 * The parameters of a profile with some of them replaced.
 *
 * @throws {ParameterError} naming every option that cannot be used.
 */
export function parametersOf(profile: Profile, given: GivenParameters = {}): Parameters {
  const parsed = parametersSchema.safeParse({ ...PROFILES[profile], ...given })
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(issue => `${optionName(issue.path.join('.'))}: ${issue.message}`)
  throw new ParameterError(`These parameters cannot be used:\n  ${lines.join('\n  ')}`)
}

/** The days that have events, in order. */
export function daysOf(parameters: Parameters): number[] {
  const first = dayNumber(parameters.startDate)
  return Array.from({ length: parameters.days }, (_, index) => first + index)
}

/** The first day of the network after its change. */
export function dayOfChange(parameters: Parameters): number {
  return dayNumber(parameters.startDate) + parameters.changeDay - 1
}
