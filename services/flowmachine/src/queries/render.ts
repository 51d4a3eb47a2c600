import type { Sampling } from '@flowkit/contract'
import type { Catalog } from '../source/catalog.ts'
import type { DataItem } from '../source/data-items.ts'
import { type EventsNeed, type EventsRead, eventItems, type SourceName } from '../source/events.ts'
import { presence } from '../source/presence.ts'
import { timedEvents } from '../source/timed-events.ts'
import type { Sql } from '../sql.ts'
import { kindOf } from './index.ts'
import { cellPlacesOf } from './places.ts'
import { isSpec, type Query, storedQuery } from './query.ts'
import { sample } from './sampling.ts'

/** What a query's SQL is made from. */
export interface RenderInputs {
  readonly catalog: Catalog
  /** The stored table of a part, by query id. */
  readonly tableOf: (queryId: string) => Sql
  /** The deployment's secret for drawing samples. */
  readonly samplingSecret: string
}

/** A query's SQL, and what of the data it reads itself. What its parts have read is recorded with them. */
export interface Rendered {
  readonly sql: Sql
  readonly items: ReadonlySet<DataItem>
  readonly sources: ReadonlySet<SourceName>
}

/** Renders a query over the stored tables of its parts; an aggregate comes unredacted. */
export function render(query: Query, { catalog, tableOf, samplingSecret }: RenderInputs): Rendered {
  const [whole] = query.children
  if (whole && isSampled(query)) {
    return {
      sql: sample(tableOf(whole.id), whole.id, query.spec.sampling, samplingSecret),
      items: new Set(),
      sources: new Set(),
    }
  }
  const kind = kindOf(query.spec)
  const items = new Set<DataItem>(kind.reads?.(query.spec))
  const sources = new Set<SourceName>()
  const part = (spec: unknown): Sql => {
    if (!isSpec(spec)) throw new TypeError('Only a query can be a part of another one')
    return tableOf(storedQuery(spec).id)
  }
  const recorded = (need: EventsNeed, read: EventsRead): Sql => {
    for (const item of eventItems(need)) items.add(item)
    for (const source of read.sources) sources.add(source)
    return read.sql
  }
  const sql = kind.render(query.spec, {
    part,
    subset: subset => (subset === null ? null : part(subset)),
    presence: (need, wanted, unit) =>
      recorded(need, presence(need, wanted, part(cellPlacesOf(unit)), catalog)),
    timedEvents: (need, unit) => recorded(need, timedEvents(need, part(cellPlacesOf(unit)), catalog)),
  })
  return { sql, items, sources }
}

function isSampled(query: Query): query is Query & { spec: { sampling: Sampling } } {
  return query.form === 'stored' && Boolean(query.spec.sampling)
}
