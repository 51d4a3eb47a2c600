import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startBrowser } from '../harness/browser.ts'
import { bodyOf, complete, rowsOf } from '../harness/gateway.ts'
import { dailyLocation, flows, modalLocation, spatialAggregate } from '../harness/questions.ts'
import { sharedSystem } from '../harness/shared.ts'

/* The published client as a page uses it: in a real browser, its one file as it is. */

const { api, url } = sharedSystem()
const PACKAGE = fileURLToPath(new URL('../../../packages/flowclient', import.meta.url))
let browser: Browser
let page: Page

beforeAll(async () => {
  await promisify(execFile)(
    process.execPath,
    ['node_modules/rollup/dist/bin/rollup', '--config', '--silent'],
    {
      cwd: PACKAGE,
    },
  )
  browser = await startBrowser()
  page = await browser.newPage()
  const script = await readFile(`${PACKAGE}/dist/bundle/index.js`, 'utf8')
  await page.route(`${url}/flowclient.js`, route =>
    route.fulfill({ contentType: 'text/javascript', body: script }),
  )
  // Any page will do whose origin may call FlowAPI, as its own may.
  await page.goto(`${url}/healthz`)
})
afterAll(() => browser.close())

/** Runs a query in the page, and does something with its handle. */
function inPage<Result>(spec: object, use: string): Promise<Result> {
  return page.evaluate(`(async () => {
    const { connect } = await import('/flowclient.js')
    const client = connect(${JSON.stringify({ url, token: inject('token') })})
    const handle = await client.run(${JSON.stringify(spec)})
    return (${use})(handle, client)
  })()`)
}

test('a page runs a query, waits for it and reads its rows', async () => {
  const spec = spatialAggregate(modalLocation(['2016-01-02', '2016-01-05']))
  const rows = await inPage(spec, 'async handle => (await handle.json()).query_result')
  expect(rows).toEqual(await rowsOf(api, spec))
  const streamed = await inPage(
    spec,
    'async handle => { const rows = []; for await (const row of handle.rows()) rows.push(row); return rows }',
  )
  expect(streamed).toEqual(rows)
})

test('a page gets maps, and what a result means', async () => {
  const spec = flows(dailyLocation('2016-01-01'), dailyLocation('2016-01-02'))
  const id = await complete(api, spec)
  expect(await inPage(spec, 'handle => handle.geojson()')).toEqual(
    await bodyOf(await api.get(id, '.geojson'), 200),
  )
  expect(await inPage(spec, 'handle => handle.metadata()')).toEqual(
    await bodyOf(await api.request(`/api/0/metadata/${id}`), 200),
  )
  expect(await inPage(spec, 'async handle => (await handle.arrow()).length')).toBe(
    (await (await api.get(id, '.arrow')).arrayBuffer()).byteLength,
  )
})

test('a page is told what is wrong', async () => {
  const refused = page.evaluate(`(async () => {
    const { connect } = await import('/flowclient.js')
    const client = connect(${JSON.stringify({ url, token: inject('token') })})
    return client.run({ query_kind: 'flows' }).catch(({ name, status }) => ({ name, status }))
  })()`)
  expect(await refused).toEqual({ name: 'QueryInvalid', status: 400 })
})
