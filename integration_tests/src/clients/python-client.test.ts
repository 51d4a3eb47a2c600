import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { bodyOf, complete, rowsOf } from '../harness/gateway.ts'
import { runCommand } from '../harness/programs.ts'
import { DAYS, dailyLocation, flows, modalLocation, spatialAggregate } from '../harness/questions.ts'
import { sharedSystem } from '../harness/shared.ts'
import { claims, sign } from '../harness/tokens.ts'

/*
 * FlowKit's own Python client, as it is published, against this FlowAPI. What it makes of the answers must be what
 * plain HTTP gives for the same.
 */

const VERSION = 'flowclient==1.34.*'
const SCRIPT = fileURLToPath(new URL('./python_client.py', import.meta.url))
/** Building an environment and installing about thirty packages. */
const INSTALLATION_MS = 120_000

const { api, url } = sharedSystem()
let folder: string
let heard: Record<string, unknown>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flowkit-python-'))
  const python = join(folder, 'bin', 'python')
  await runCommand('python3', ['-m', 'venv', folder]).catch(error => {
    throw new Error('Python cannot make a virtual environment: apt-get install python3-venv', {
      cause: error,
    })
  })
  await runCommand(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', VERSION])
  const said = await runCommand(python, ['-W', 'ignore', SCRIPT], {
    FLOWAPI_URL: url,
    FLOWAPI_TOKEN: inject('token'),
    GUEST_TOKEN: sign({ algorithm: 'RS256', privateKey: inject('keys').privateKey }, claims({})),
  })
  heard = JSON.parse(said)
}, INSTALLATION_MS)
afterAll(() => (existsSync(folder) ? rm(folder, { recursive: true }) : undefined))

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

test('it says in words of the server what is wrong with a query', () => {
  expect(heard.refused).toContain('Must be one of: admin0, admin1, admin2, admin3, lon-lat.')
})

test('it says that a token does not allow something', () => {
  expect(heard.forbidden).toContain('User claims verification failed')
})
