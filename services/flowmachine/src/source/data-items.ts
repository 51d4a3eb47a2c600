import type { EventType } from '@flowkit/contract'

/**
 * What a query reads, by the names under which FlowDB numbers its versions: a day of one event type, the
 * boundaries, the cells, the types of handsets, mobile money, a published subset, or a table that an administrator keeps
 * beside them.
 */
export type DataItem =
  | `${EventType}/${string}`
  | 'boundaries'
  | 'cells'
  | 'mobile_money'
  | 'tacs'
  | `subset/${string}`
  | `table/${string}`

/** A day of one event type. */
export function dayItem(eventType: EventType, day: string): DataItem {
  return `${eventType}/${day}`
}

/** A subset of subscribers that is published under an id. */
export function subsetItem(id: string): DataItem {
  return `subset/${id}`
}

/** A table without a version of its own, whose content stands for it. */
export function tableItem(qualifiedName: string): DataItem {
  return `table/${qualifiedName}`
}

/** Whether an item is a day of events. */
export function isDay(item: DataItem): boolean {
  return /^(calls|sms|mds|topups)\//.test(item)
}
