import { beforeAll, expect, inject, test } from 'vitest'
import { bodyOf, complete, rowsOf } from '../harness/gateway.ts'
import { PYTHON_INSTALLATION_MS } from '../harness/python.ts'
import { rawRows } from '../harness/quality.ts'
import { DAYS, dailyLocation, flows, modalLocation, spatialAggregate } from '../harness/questions.ts'
import { sharedSystem } from '../harness/shared.ts'
import { claims, sign } from '../harness/tokens.ts'
import { askByPythonClient } from './python.ts'

/*
 * FlowKit's own Python client, as it is published, against this FlowAPI. What it makes of the answers must be what
 * plain HTTP gives for the same.
 */

const { api, url, database } = sharedSystem()
let heard: Record<string, unknown>

beforeAll(async () => {
  heard = await askByPythonClient({
    FLOWAPI_URL: url,
    FLOWAPI_TOKEN: inject('token'),
    GUEST_TOKEN: sign({ algorithm: 'RS256', privateKey: inject('keys').privateKey }, claims({})),
  })
}, PYTHON_INSTALLATION_MS)

test('it connects, and reads whose token it has', () => {
  expect(heard.user).toBe('tester')
})

test('it reads the dates that are available', async () => {
  const { available_dates } = await bodyOf(await api.request('/api/0/available_dates'), 200)
  expect(heard.dates).toEqual(available_dates)
})

test('it gives aggregated modal locations as a data frame', async () => {
  const spec = spatialAggregate(modalLocation(DAYS))
  expect(heard.modal_location).toEqual(await rowsOf(api, spec))
  expect(heard.modal_location).not.toEqual([])
})

test('it gives flows as GeoJSON', async () => {
  const spec = flows(dailyLocation('2016-01-01'), dailyLocation('2016-01-02'))
  expect(heard.flows).toEqual(await bodyOf(await api.get(await complete(api, spec), '.geojson'), 200))
})

test('it gives the geography of a unit', async () => {
  expect(heard.geography).toEqual(await bodyOf(await api.request('/api/0/geography/admin3'), 200))
})

test('it tells where queries are, also one that it has never run', () => {
  expect(heard.status_before).toBe('not_running')
  expect(heard.status_after).toBe('completed')
})

test('it reads quality checks: which there are, what one says of a day and of a week', async () => {
  expect(heard.checks).toContainEqual({ cdr_type: 'calls', type_of_query_or_check: 'count_added_rows' })
  const added = await rawRows(database, 'calls')
  expect(heard.outcome).toBe(added['2016-01-03'])
  expect(heard.outcomes).toEqual(
    Object.entries(added).map(([cdr_date, outcome]) => ({
      cdr_date,
      outcome,
      type_of_query_or_check: 'count_added_rows',
    })),
  )
})

test('it fails by itself when it is to log while it asks for the checks of a period', () => {
  expect(heard.outcomes_in_detail).toBe('TypeError')
})

test('it takes what is not there for a file that is missing', () => {
  expect(heard.no_outcome).toBe(true)
  expect(heard.no_query).toBe(true)
})

test('it says in words of the server what is wrong with a query', () => {
  expect(heard.refused).toContain(
    'Must be one of: admin0, admin1, admin2, admin3, lon-lat, cell, site, grid:1, grid:5, grid:10, grid:50.',
  )
})

test('it says that a token does not allow something', () => {
  expect(heard.forbidden).toContain('User claims verification failed')
})
