import { CELL_SITES, cellSiteItems } from '../source/site-visits.ts'
import { defineKind } from './definition.ts'
import { internalKind } from './internal-kind.ts'

// A kind that nobody can ask for: sites of cells are resolved once for all queries, and again when they have changed.

interface CellSitesSpec {
  readonly query_kind: string
}

/** Which cells stand on which sites, as a part of a query. */
export const cellSitesPart = { query_kind: 'cell_sites' }

const contract = internalKind<CellSitesSpec>('cell_sites')

/** The version of the site of each version of each cell: `cell`, `place`, `geom_point`, `first_day`, `last_day`. */
export const cellSites = defineKind({
  contract,
  reads: () => cellSiteItems,
  render: () => CELL_SITES,
})
