import type { ValidationMessages } from '@flowkit/contract'
import type pg from 'pg'
import { kindOf } from '../queries/index.ts'
import type { Query } from '../queries/query.ts'
import { render } from '../queries/render.ts'
import type { Catalog } from '../source/catalog.ts'
import { isDay } from '../source/data-items.ts'
import { checkMappingTables } from '../source/mapping-tables.ts'
import { name } from '../sql.ts'

/** A query that can't be computed as it is asked; the messages are for the person who asked. */
export class InvalidQuery extends Error {
  override readonly name = 'InvalidQuery'
  readonly messages: ValidationMessages
  constructor(messages: ValidationMessages) {
    super('Parameter validation failed.')
    this.messages = messages
  }
}

/**
 * Looks, before anything is queued, whether queries can be computed on the data that is held: the tables that they
 * name exist, subsets are known, and of the days that each needs at least one is held.
 *
 * @throws {InvalidQuery}
 */
export async function preflight(
  database: pg.Pool,
  queries: readonly Query[],
  catalog: Catalog,
): Promise<void> {
  for (const query of queries) {
    const { spec } = query
    const { subscriber_subset: subset } = spec
    if (typeof subset === 'string' && catalog.membersOf(subset) === undefined)
      throw new InvalidQuery({ subscriber_subset: ['No subset has been published under this id.'] })
    const unit = kindOf(spec).contract.unit(spec)
    const messages = unit === null ? {} : await checkMappingTables(database, unit)
    if (Object.keys(messages).length > 0) throw new InvalidQuery(messages)
    const missing = missingDays(query, catalog)
    if (missing.length > 0) throw new InvalidQuery({ [dateField(query)]: [noData(missing)] })
  }
}

/** The days that a query needs, when none of them is held. */
function missingDays(query: Query, catalog: Catalog): string[] {
  const { items } = render(query, {
    catalog,
    tableOf: id => name('cache', id),
    rowsOf: () => 0,
    samplingSecret: '',
  })
  const days = [...items].filter(isDay)
  return days.some(item => catalog.holds(item)) ? [] : days
}

const dateField = ({ spec }: Query) => ('date' in spec ? 'date' : 'start_date')

function noData(items: readonly string[]): string {
  const parts = items.map(item => item.split('/'))
  const types = [...new Set(parts.map(([type]) => type))].join(', ')
  const days = [...new Set(parts.map(([, day]) => day))].sort()
  const period = days.length === 1 ? `on ${days[0]}` : `from ${days[0]} to ${days.at(-1)}`
  return `There are no data of ${types} ${period}.`
}
