import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startBrowser } from '../harness/browser.ts'
import { bodyOf, complete, rowsOf } from '../harness/gateway.ts'
import { type EmptyProject, emptyProject, examplesIn } from '../harness/package.ts'
import { runCommand } from '../harness/programs.ts'
import { dailyLocation, flows, modalLocation, spatialAggregate } from '../harness/questions.ts'
import { sharedSystem } from '../harness/shared.ts'

/* The published client: alone in an empty project, and its one file as it is in a real browser. */

const { api, url } = sharedSystem()
let project: EmptyProject
let browser: Browser
let page: Page

beforeAll(async () => {
  project = await emptyProject()
  browser = await startBrowser()
  page = await browser.newPage()
  const script = await readFile(join(project.client, 'dist/bundle/index.js'), 'utf8')
  await page.route(`${url}/flowclient.js`, route =>
    route.fulfill({ contentType: 'text/javascript', body: script }),
  )
  // Any page will do whose origin may call FlowAPI, as its own may.
  await page.goto(`${url}/healthz`)
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await project?.remove()
})

test('the examples of its README run in an empty project', async () => {
  const examples = examplesIn(await readFile(join(project.client, 'README.md'), 'utf8'))
  expect(examples.length).toBeGreaterThan(4)
  // The test country has a week only.
  const changes = [
    ['https://flowkit.example.org', url],
    ['eyJ…', inject('token')],
    ['2016-01-15', '2016-01-05'],
    ['2016-01-22', '2016-01-08'],
  ] as const
  for (const [index, example] of examples.entries()) {
    const code = changes.reduce((text, [from, to]) => text.replaceAll(from, to), example)
    const file = join(project.folder, `example-${index}.ts`)
    await writeFile(file, code)
    await expect(runCommand(process.execPath, [file]), example).resolves.toBeDefined()
  }
}, 120_000)

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

test('a page has no files to save to, and no certificates to choose', async () => {
  const spec = spatialAggregate(dailyLocation('2016-01-01'))
  const saving = inPage(spec, 'async handle => handle.saveTo("result.csv")')
  await expect(saving).rejects.toThrow('Saving to a file needs Node; browsers cannot do it.')
})
