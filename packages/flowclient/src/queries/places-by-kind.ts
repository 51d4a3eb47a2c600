// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.

/**
 * Which parameter of a query says what places it is about, or is a part that does; null for kinds that are about
 * none.
 */
export const PLACES_BY_KIND = {
  daily_location: 'aggregation_unit',
  flows: 'from_location',
  geography: 'aggregation_unit',
  histogram_aggregate: null,
  location_event_counts: 'aggregation_unit',
  modal_location: 'locations',
  radius_of_gyration: null,
  spatial_aggregate: 'locations',
  unique_subscriber_counts: 'aggregation_unit',
} as const
