import { parseQuery, type Spec } from '@flowkit/contract'
import { describe, expect, it } from 'vitest'
import { releasedQuery, storedQuery, tree } from './query.ts'

const day = (date: string, others: object = {}) => ({
  query_kind: 'daily_location',
  date,
  method: 'last',
  aggregation_unit: 'admin3',
  ...others,
})

function canonical(input: unknown): Spec {
  const parsed = parseQuery(input)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.messages))
  return parsed.spec
}

const idOf = (input: unknown) => releasedQuery(canonical(input)).id

describe('the id of a query', () => {
  const plain = idOf({ query_kind: 'spatial_aggregate', locations: day('2016-01-01') })

  it('has 32 hexadecimal digits', () => {
    expect(plain).toMatch(/^[0-9a-f]{32}$/)
  })

  it.each([
    ['a date with a time of midnight', { locations: day('2016-01-01T00:00:00') }],
    [
      'explicit nulls',
      { locations: day('2016-01-01', { event_types: null, hours: null, mapping_table: null }) },
    ],
    ['explicit defaults', { locations: day('2016-01-01', { event_types: ['sms', 'calls', 'sms'] }) }],
    ['a window of all hours', { locations: day('2016-01-01', { hours: { end_hour: 24, start_hour: 0 } }) }],
    ['keys in another order', { locations: Object.fromEntries(Object.entries(day('2016-01-01')).reverse()) }],
  ])('is the same for %s', (_spelling, spec) => {
    expect(idOf({ ...spec, query_kind: 'spatial_aggregate' })).toBe(plain)
  })

  it('is the same for days in another order', () => {
    const modal = (...dates: string[]) =>
      idOf({
        query_kind: 'spatial_aggregate',
        locations: { query_kind: 'modal_location', locations: dates.map(date => day(date)) },
      })
    expect(modal('2016-01-02', '2016-01-01')).toBe(modal('2016-01-01', '2016-01-02'))
    expect(modal('2016-01-02', '2016-01-01')).not.toBe(modal('2016-01-02'))
  })

  it.each([
    ['another day', { locations: day('2016-01-02') }],
    ['another method', { locations: day('2016-01-01', { method: 'most-common' }) }],
    ['another unit', { locations: day('2016-01-01', { aggregation_unit: 'admin2' }) }],
    ['an hour window', { locations: day('2016-01-01', { hours: { start_hour: 20, end_hour: 6 } }) }],
    ['a subset', { locations: day('2016-01-01', { subscriber_subset: day('2016-01-02') }) }],
  ])('differs for %s', (_difference, spec) => {
    expect(idOf({ ...spec, query_kind: 'spatial_aggregate' })).not.toBe(plain)
  })

  it('differs between what is released and what is stored for other queries', () => {
    const spec = canonical({ query_kind: 'spatial_aggregate', locations: day('2016-01-01') })
    expect(storedQuery(spec).id).not.toBe(releasedQuery(spec).id)
  })
})

describe('the parts of a query', () => {
  const kindsOf = (input: unknown) => tree(releasedQuery(canonical(input))).map(({ spec }) => spec.query_kind)

  it('come before the whole, each once, with its places and their shapes', () => {
    const home = { query_kind: 'modal_location', locations: [day('2016-01-01'), day('2016-01-02')] }
    expect(kindsOf({ query_kind: 'flows', from_location: home, to_location: day('2016-01-02') })).toEqual([
      'places',
      'cell_places',
      'daily_location',
      'daily_location',
      'modal_location',
      'geography',
      'flows',
    ])
  })

  it('hold the subset of subscribers, and the whole that a sample is drawn from', () => {
    const sampling = { sampling_method: 'random_ids', size: 100, seed: 0.5 }
    const query = releasedQuery(
      canonical({
        query_kind: 'unique_subscriber_counts',
        start_date: '2016-01-01',
        end_date: '2016-01-02',
        aggregation_unit: 'admin3',
        subscriber_subset: day('2016-01-01', { sampling }),
      }),
    )
    const samples = tree(query).map(({ spec }) => [spec.query_kind, spec.sampling ?? null])
    expect(samples).toEqual([
      ['places', null],
      ['cell_places', null],
      ['daily_location', null],
      ['daily_location', { ...sampling, fraction: null }],
      ['geography', null],
      ['unique_subscriber_counts', null],
    ])
  })
})
