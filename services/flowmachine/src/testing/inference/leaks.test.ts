import { describe, expect, it } from 'vitest'
import { QUESTIONS } from './index.ts'
import { leaksOf, type Reader } from './leaks.ts'
import { datesOf, type Group, type Place } from './people.ts'
import type { Row } from './question.ts'

/* Responses that tell too much, each by a rule that could have been forgotten; and what is told by them. */

const DATES = datesOf(0)

/** People who are at a place on the first day, and what else there is to say of them. */
const group = (size: number, place: Place, others: Partial<Group> = {}): Group => ({
  name: 'group',
  size,
  places: [place, null, null],
  calls: 1,
  brand: 'Acme',
  night: null,
  friend: null,
  amount: null,
  ...others,
})

function leaks(
  kind: string,
  groups: readonly Group[],
  rows: readonly Row[],
  reader: Reader = 'of the response',
) {
  const question = QUESTIONS.find(each => each.kind === kind && [undefined, 'shares'].includes(each.variant))
  if (!question) throw new Error(`No question of kind ${kind}`)
  return leaksOf(question, groups, DATES, rows, reader)
}

const withoutSome = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index).join(', ')

describe('what a response tells of small numbers', () => {
  it('is found where a row is released that counts few', () => {
    const groups = [group(15, 'A'), group(20, 'B')]
    const enough = { pcod: 'B', value: '20' }
    expect(leaks('unique_subscriber_counts', groups, [enough])).toEqual([])
    expect(leaks('unique_subscriber_counts', groups, [{ pcod: 'A', value: '15' }, enough])).toEqual([
      `A: 15, and not ${withoutSome(0, 14)}`,
    ])
  })

  it('is found where a number of something else shows that there was somebody', () => {
    // Three people with two calls each are at least one, and at most six.
    const groups = [group(3, 'A', { calls: 2 }), group(20, 'B', { calls: 2 })]
    const row = (pcod: string, hour: number, value: number) => ({ pcod, date: DATES.days[0], hour, value })
    expect(leaks('location_event_counts', groups, [row('B', 10, 20), row('B', 11, 20)])).toEqual([])
    expect(leaks('location_event_counts', groups, [row('A', 10, 6)])).toEqual([
      `A ${DATES.days[0]} 10: 3, and not ${[0, ...Array.from({ length: 9 }, (_, index) => index + 7)].join(', ')}`,
    ])
  })

  it('is found where a difference is small', () => {
    const groups = [group(45, 'A'), group(5, 'B', { places: ['B', 'A', null] })]
    expect(leaks('unique_visitor_counts', groups, [])).toEqual([])
    expect(leaks('unique_visitor_counts', groups, [{ pcod: 'A', value: '5' }])).toEqual([
      `A visitor: 5, and not 0, 1, 2, 3, 4, ${withoutSome(6, 15)}`,
    ])
  })

  it('is found where a statistic is of all that there are', () => {
    // In each of three hours there was somebody; in the last of them two people.
    const groups = [group(20, 'A', { calls: 2 }), group(2, 'A', { calls: 3 })]
    const day = new Date(`${DATES.days[0]}T00:00:00`)
    expect(leaks('aggregate_network_objects', groups, [])).toEqual([])
    expect(leaks('aggregate_network_objects', groups, [{ pcod: 'A', datetime: day, value: 3 }])).toEqual([
      `A ${DATES.days[0]} 12: 2, and not 0`,
    ])
  })

  it('is found where a share is of few', () => {
    const groups = [group(4, 'A', { friend: 'A' }), group(60, 'A', { friend: 'B' })]
    expect(leaks('location_introversion', groups, [{ pcod: 'A', value: 4 / 64 }])).toEqual([
      'A within: 4, and not 0',
    ])
  })
})

describe('what follows from a whole', () => {
  const brands = [group(24, 'A'), group(20, 'A', { brand: 'Brick' }), group(3, 'A', { brand: 'Cone' })]
  const share = (key: string, count: number) => ({ pcod: 'A', metric: 'value', key, value: count / 47 })
  const reader = 'of the wholes too'

  it('is nothing where enough is withheld beside a small part', () => {
    // 27 of 47 are left, of which Cone may have all or nothing.
    expect(leaks('joined_spatial_aggregate', brands, [share('Brick', 20)], reader)).toEqual([])
  })

  it('is a small part where that alone is withheld', () => {
    const shares = [share('Acme', 24), share('Brick', 20)]
    expect(leaks('joined_spatial_aggregate', brands, shares, reader)).toEqual([
      `A brand Cone: 3, and not ${withoutSome(4, 15)}`,
    ])
  })

  it('is a large part where nothing is withheld with it', () => {
    const groups = [
      group(20, 'A', { places: ['A', null, 'A'] }),
      group(21, 'A', { places: ['A', 'B', 'C'] }),
      group(22, 'A', { places: ['A', 'A', 'A'] }),
      group(23, 'A'),
    ]
    const classes = [['mobile', 21] as const, ['stable', 22] as const, [null, 23] as const]
    const rows = classes.map(([value_label, value]) => ({ pcod: 'A', value_label, value }))
    expect(leaks('labelled_spatial_aggregate', groups, rows)).toEqual([])
    expect(leaks('labelled_spatial_aggregate', groups, rows, reader)).toEqual([
      'A irregular: 20, between 20 and 20',
    ])
  })
})

it('a wrong number is found', () => {
  expect(leaks('spatial_aggregate', [group(20, 'A')], [{ pcod: 'A', value: '21' }])).toEqual([
    'A: 20, which the reader takes for impossible',
  ])
})
