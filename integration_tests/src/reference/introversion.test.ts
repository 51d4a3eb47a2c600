import { expect, test } from 'vitest'
import { locationIntroversion } from './introversion.ts'
import { smallWorld } from './small-world.ts'

/* Ann calls Bob within N.1 and Cat in N.2; the message has the id of a call, and the last call has one side only. */
const world = smallWorld(`
  ann 2016-01-01T08:10 one   calls out 1
  bob 2016-01-01T08:10 one   calls in  1
  ann 2016-01-01T09:00 one   calls out 2
  cat 2016-01-01T09:00 two   calls in  2
  cat 2016-01-01T10:00 two   sms   out 1
  dan 2016-01-01T10:00 three sms   in  1
  ann 2016-01-01T11:00 one   calls out 3
`)
const introversion = (direction: 'in' | 'out' | 'both') =>
  locationIntroversion(world, {
    query_kind: 'location_introversion',
    start_date: '2016-01-01',
    end_date: '2016-01-02',
    aggregation_unit: 'admin3',
    direction,
  })

test('the interactions that stay at a place are a share of those that begin there', () => {
  expect(introversion('out')).toEqual([
    { row: { pcod: 'N.1', value: 0.5 }, subscribers: 1 },
    { row: { pcod: 'N.2', value: 0 }, subscribers: 1 },
  ])
})

test('of both directions each interaction counts where either side was', () => {
  expect(introversion('both')).toEqual([
    // Ann and Bob stay, and only Ann calls somebody elsewhere.
    { row: { pcod: 'N.1', value: 2 / 3 }, subscribers: 1 },
    { row: { pcod: 'N.2', value: 0 }, subscribers: 1 },
    { row: { pcod: 'N.3', value: 0 }, subscribers: 1 },
  ])
})
