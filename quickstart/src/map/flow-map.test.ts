import { expect, test } from 'vitest'
import { flowMapPage } from './flow-map.ts'
import type { District } from './flows.ts'

function district(code: string, name: string, west: number): District {
  const ring = [
    [west, 0],
    [west + 1, 0],
    [west + 1, 1],
    [west, 1],
    [west, 0],
  ] as const
  return { code, name, shape: [[ring]] }
}

const PAGE = flowMapPage({
  title: 'Moves & stays',
  subtitle: 'From one week to another',
  note: 'Small flows are withheld.',
  districts: [district('A', 'Alpha', 0), district('B', 'Beta <b>', 1), district('C', 'Gamma', 2)],
  flows: [
    { from: 'A', to: 'A', people: 900 },
    { from: 'A', to: 'B', people: 40 },
    { from: 'B', to: 'A', people: 30 },
    { from: 'C', to: 'A', people: 1_250 },
    { from: 'C', to: 'nowhere', people: 70 },
  ],
})

test('the page needs nothing from a network', () => {
  expect(PAGE).not.toMatch(/(src|href)=|https?:|@import|url\(/)
})

test('it has a shape for each district and an arrow for each flow between two districts of the map', () => {
  expect(PAGE.match(/class="district"/g)).toHaveLength(3)
  const flows = [...PAGE.matchAll(/data-rank="\d+" data-from="(\w)" data-to="(\w)" data-people="(\d+)"/g)]
  expect(flows.map(([, from, to, people]) => `${from}${to} ${people}`).toSorted()).toEqual([
    'AB 40',
    'BA 30',
    'CA 1250',
  ])
})

test('a district says how many arrived, left and stayed', () => {
  // A gains 30 from B and 1,250 from C, loses 40 to B, and keeps 900.
  expect(PAGE).toMatch(/data-code="A"[^>]*data-arrivals="1280" data-departures="40" data-stayed="900"/)
})

test('the largest flow comes first in the list', () => {
  const listed = [...PAGE.matchAll(/<span class="people">([\d,]+)<\/span>/g)].map(([, people]) => people)
  expect(listed).toEqual(['1,250', '40', '30'])
})

test('names and titles are text, whatever is in them', () => {
  expect(PAGE).toContain('<h1>Moves &amp; stays</h1>')
  expect(PAGE).toContain('Beta &lt;b&gt;')
  expect(PAGE).not.toContain('Beta <b>')
})

test('a result in which everything was withheld still makes a page', () => {
  const page = flowMapPage({
    title: 'x',
    subtitle: '',
    note: '',
    districts: [district('A', 'Alpha', 0)],
    flows: [],
  })
  expect(page).toContain('of 0 flows')
  expect(page.split('<script')[0]).not.toMatch(/NaN|Infinity|undefined/)
})
