import { at } from '../at.ts'
import { clockTime, isoDate } from '../dates.ts'
import { type ConversationRow, type Counterpart, conversationsOn } from '../events/conversations.ts'
import { dataSessionsOn } from '../events/data-sessions.ts'
import type { Day, EventRow } from '../events/day.ts'
import { topupsOn } from '../events/topups.ts'
import type { Parameters } from '../parameters.ts'
import { NUMBERS, OPERATOR, pseudonymizer } from '../pseudonyms.ts'
import type { World } from '../world.ts'
import { ABSENT, boolean, bytea, hundredths, type TableText, tableText } from './copy-text.ts'

/** The event tables that the generator fills. */
export const EVENT_TYPES = ['calls', 'sms', 'mds', 'topups'] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** The types of which there are events at all under some parameters. */
export function eventTypesOf(parameters: Parameters): EventType[] {
  return EVENT_TYPES.filter(type => parameters[`${type}PerDay`] > 0)
}

/** The events of a type on a day, as rows of `events.<type>`. */
export interface EventTable extends TableText {
  readonly type: EventType
  /** The local date, such as `2016-01-01`. */
  readonly date: string
}

const COMMON_COLUMNS = [
  'id',
  'datetime',
  'msisdn',
  'imsi',
  'imei',
  'tac',
  'location_id',
  'operator_code',
  'country_code',
] as const

/** The last two of the common columns. */
const OPERATOR_FIELDS = `${OPERATOR.networkCode}\t${OPERATOR.countryCode}`

const CONVERSATION = ['outgoing', 'network', 'msisdn_counterpart']
const DATA_SESSION = ['duration', 'volume_total', 'volume_upload', 'volume_download']
const TOPUP = [
  'type',
  'recharge_amount',
  'airtime_fee',
  'tax_and_fee',
  'pre_event_balance',
  'post_event_balance',
]

/**
 * Writes the events of a world as rows of the event tables.
 *
 * The rows of a table are sorted by the pseudonym of the subscriber and by time, so that what one subscriber did
 * lies together. Times are local and carry no offset: the database reads them in the deployment's time zone.
 */
export class EventTables {
  readonly #world: World
  /** The fields msisdn, imsi, imei and tac of each handset of each subscriber. */
  readonly #identities: readonly (readonly string[])[]
  readonly #msisdns: readonly string[]
  /** Where each subscriber comes when all are sorted by pseudonym. */
  readonly #ranks: Uint32Array
  readonly #offNet: readonly string[]

  constructor(world: World) {
    const { subscribers, parameters } = world
    const pseudonym = pseudonymizer(parameters.seed)
    this.#world = world
    this.#identities = subscribers.map(({ msisdn, imsi, handsets }) =>
      handsets.map(({ imei, tac }) => [bytea(msisdn), bytea(imsi), bytea(imei), tac].join('\t')),
    )
    this.#msisdns = subscribers.map(({ msisdn }) => bytea(msisdn))
    this.#offNet = subscribers.map((_, number) => bytea(pseudonym(NUMBERS.offNet(number))))
    this.#ranks = new Uint32Array(subscribers.length)
    subscribers
      .map(({ msisdn }, subscriber) => ({ msisdn, subscriber }))
      .sort((a, b) => (a.msisdn < b.msisdn ? -1 : 1))
      .forEach(({ subscriber }, rank) => {
        this.#ranks[subscriber] = rank
      })
  }

  /** The events of a type on a day. */
  table(type: EventType, day: Day): EventTable {
    return { type, date: isoDate(day.day), ...this.#tableText(type, day) }
  }

  #tableText(type: EventType, day: Day): TableText {
    switch (type) {
      case 'calls':
        return this.#table(
          day,
          'C',
          conversationsOn(day, 'calls'),
          CONVERSATION.concat('duration'),
          row => `${this.#conversation(row)}\t${row.duration}`,
        )
      case 'sms':
        return this.#table(day, 'S', conversationsOn(day, 'sms'), CONVERSATION, row =>
          this.#conversation(row),
        )
      case 'mds':
        return this.#table(day, 'D', dataSessionsOn(day), DATA_SESSION, row =>
          [
            row.duration,
            megabytes(row.downloaded + row.uploaded),
            megabytes(row.uploaded),
            megabytes(row.downloaded),
          ].join('\t'),
        )
      case 'topups':
        return this.#table(day, 'T', topupsOn(day), TOPUP, row =>
          [
            row.channel,
            hundredths(row.recharge),
            hundredths(row.airtimeFee),
            hundredths(row.tax),
            hundredths(row.balanceBefore),
            hundredths(row.balanceAfter),
          ].join('\t'),
        )
    }
  }

  /**
   * Sorted rows with the fields that every event has, and then those of the type.
   *
   * @param letter What the ids of the type begin with.
   */
  #table<Row extends EventRow>(
    { day }: Day,
    letter: string,
    rows: Row[],
    columns: readonly string[],
    fields: (row: Row) => string,
  ): TableText {
    const date = isoDate(day)
    const idPrefix = `${letter}${date.replaceAll('-', '')}-`
    const { cells } = this.#world.network
    const rank = ({ seen }: Row) => at(this.#ranks, seen.subscriber)
    rows.sort((a, b) => rank(a) - rank(b) || a.seen.second - b.seen.second || a.event - b.event)

    return tableText([...COMMON_COLUMNS, ...columns], rows, row => {
      const { subscriber, second, handset, cell } = row.seen
      const id = idPrefix + row.event.toString(36).padStart(6, '0')
      const identity = at(at(this.#identities, subscriber), handset)
      const location = cell === undefined ? ABSENT : at(cells, cell).id
      return `${id}\t${date} ${clockTime(second)}\t${identity}\t${location}\t${OPERATOR_FIELDS}\t${fields(row)}`
    })
  }

  #conversation({ outgoing, counterpart }: ConversationRow): string {
    return `${boolean(outgoing)}\t${this.#counterpart(counterpart)}`
  }

  /** The fields network and msisdn_counterpart. */
  #counterpart(counterpart: Counterpart): string {
    return 'offNet' in counterpart
      ? `${OPERATOR.others}\t${at(this.#offNet, counterpart.offNet)}`
      : `${OPERATOR.name}\t${at(this.#msisdns, counterpart.subscriber)}`
  }
}

/** Kilobytes as megabytes. */
function megabytes(kilobytes: number): string {
  return `${kilobytes / 1000}`
}
