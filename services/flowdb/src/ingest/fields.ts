import { looksLikeNumber, type Pseudonymizer } from '@flowkit/service'
import type { EventType } from '../load/event-types.ts'

/** Why a row is not loaded. Never holds anything that the row held. */
export class Rejection extends Error {
  override readonly name = 'Rejection'
}

/** Turns the text of a field into what the database is sent; never called for an empty field. */
export type FieldReader = (text: string) => string

/** The first and the last moment of a day, in milliseconds since 1970. */
export interface DayBounds {
  /** The local date, such as `2016-01-01`. */
  readonly date: string
  readonly begin: number
  /** The first moment of the next day. */
  readonly end: number
}

type FieldKind = 'text' | 'identifier' | 'number' | 'boolean' | 'tac' | 'time'

const COMMON: Record<string, FieldKind> = {
  id: 'text',
  datetime: 'time',
  msisdn: 'identifier',
  imsi: 'identifier',
  imei: 'identifier',
  tac: 'tac',
  location_id: 'text',
  operator_code: 'number',
  country_code: 'number',
}
const CONVERSATION: Record<string, FieldKind> = {
  outgoing: 'boolean',
  network: 'text',
  msisdn_counterpart: 'identifier',
}
const KINDS: Record<EventType, Record<string, FieldKind>> = {
  calls: { ...COMMON, ...CONVERSATION, duration: 'number' },
  sms: { ...COMMON, ...CONVERSATION },
  forwards: { ...COMMON, ...CONVERSATION },
  mds: {
    ...COMMON,
    duration: 'number',
    volume_total: 'number',
    volume_upload: 'number',
    volume_download: 'number',
  },
  topups: {
    ...COMMON,
    type: 'text',
    recharge_amount: 'number',
    airtime_fee: 'number',
    tax_and_fee: 'number',
    pre_event_balance: 'number',
    post_event_balance: 'number',
  },
}

/** Columns without which an event is none. */
export const REQUIRED = ['msisdn', 'datetime']

/** The columns that events of a type have, in order. */
export function eventColumns(type: EventType): string[] {
  return Object.keys(KINDS[type])
}

/** Readers of the columns of a type, in order. Each throws a `Rejection` for what it cannot read. */
export function fieldReaders(
  type: EventType,
  day: DayBounds,
  pseudonym: Pseudonymizer,
): ReadonlyMap<string, FieldReader> {
  const readers: Record<FieldKind, (column: string) => FieldReader> = {
    text: readText,
    identifier: column => text => {
      const hash = pseudonym(text)
      if (hash !== undefined) return `\\x${hash}`
      throw new Rejection(
        looksLikeNumber(text) ? `${column} is a number in clear, not a hash` : `${column} is not a hash`,
      )
    },
    number: readNumber,
    tac: column => text => {
      if (!/^\d{1,8}$/.test(text)) throw new Rejection(`${column} is not a number of up to eight digits`)
      return text
    },
    boolean: readBoolean,
    time: column => text => timeWithin(day, column, text),
  }
  return new Map(Object.entries(KINDS[type]).map(([column, kind]) => [column, readers[kind](column)]))
}

/** Reads text. */
export function readText(column: string): FieldReader {
  return text => {
    if (text.includes('\0')) throw new Rejection(`${column} holds a character that cannot be stored`)
    return text
  }
}

/** Reads decimal numbers. */
export function readNumber(column: string): FieldReader {
  return text => {
    if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?$/i.test(text))
      throw new Rejection(`${column} is not a number`)
    return text
  }
}

/** Reads numbers from 0 on that fit into an integer. */
export function readWholeNumber(column: string): FieldReader {
  return text => {
    if (!/^\d{1,9}$/.test(text)) throw new Rejection(`${column} is not a whole number`)
    return text
  }
}

/** Reads angles, in degrees from minus the limit to the limit. */
export function readDegrees(column: string, limit: number): FieldReader {
  const number = readNumber(column)
  return text => {
    if (Math.abs(Number(number(text))) > limit)
      throw new Rejection(`${column} is not between -${limit} and ${limit} degrees`)
    return text
  }
}

/** Reads dates such as `2016-01-31`. */
export function readDate(column: string): FieldReader {
  return text => {
    if (!isDate(text)) throw new Rejection(`${column} is not a date such as 2016-01-31`)
    return text
  }
}

/** Whether a text is a date that exists, such as `2016-01-31`. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00Z`).toJSON()?.slice(0, 10) === text
}

/** Reads what is true or false, in any of the usual spellings. */
export function readBoolean(column: string): FieldReader {
  return text => {
    if (/^(t|true|1|y|yes)$/i.test(text)) return 't'
    if (/^(f|false|0|n|no)$/i.test(text)) return 'f'
    throw new Rejection(`${column} is neither true nor false`)
  }
}

const TIME =
  /^(\d{4}-\d\d-\d\d)[ T](([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?) ?(Z|[+-]\d\d(?::?\d\d)?)?$/i

/** A time of the day: local, or with an offset. */
function timeWithin({ date, begin, end }: DayBounds, column: string, text: string): string {
  const [, day, clock, , offset] = TIME.exec(text) ?? []
  if (day === undefined || Number.isNaN(Date.parse(`${day}T00:00Z`)))
    throw new Rejection(`${column} is not a time such as ${date} 13:45:00`)
  if (offset === undefined) {
    if (day !== date) throw new Rejection(`${column} is not on ${date}`)
    return `${day} ${clock}`
  }
  const zone = /^z$/i.test(offset) ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(3).replace(':', '') || '00'}`
  const moment = Date.parse(`${day}T${clock}${zone}`)
  if (Number.isNaN(moment)) throw new Rejection(`${column} is not a time such as ${date} 13:45:00+00:00`)
  if (moment < begin || moment >= end) throw new Rejection(`${column} is not on ${date}`)
  return `${day} ${clock}${zone}`
}
