import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { chromiumObstacle, startChromium } from '../harness/chromium.ts'
import { type RunningFlowAuth, startFlowAuth } from '../harness/flowauth.ts'
import { gateway, rowsOf } from '../harness/gateway.ts'
import { dailyLocation, flows } from '../harness/questions.ts'
import { type RunningService, startFlowApi } from '../harness/services.ts'
import { sharedSystem } from '../harness/shared.ts'
import { openWindow, signIn } from './pages.ts'

/** A demo: nobody has administered anything, and somebody with FlowKit's demo account asks FlowAPI a question. */

const system = sharedSystem()
const obstacle = chromiumObstacle()
let flowapi: RunningService
let flowauth: RunningFlowAuth
let browser: Browser

beforeAll(async () => {
  if (obstacle) return
  const { publicKey, privateKey } = inject('keys')
  const key = { algorithm: 'RS256', publicKey } as const
  flowapi = await startFlowApi('demo-flowapi', system.flowdb, system.machines, key, {
    FLOWAPI_IDENTIFIER: 'TEST_SERVER',
  })
  flowauth = await startFlowAuth(inject('flowkit'), {
    DEMO_MODE: 'true',
    FLOWAUTH_DEMO_FLOWAPI_URL: flowapi.address,
    PRIVATE_JWT_SIGNING_KEY: privateKey,
  })
  browser = await startChromium()
})
afterAll(async () => {
  await browser?.close()
  await flowauth?.stop()
  await flowapi?.stop()
})
beforeEach(context => {
  if (!obstacle) return
  console.warn(`Skipped a test with a browser: ${obstacle}.`)
  context.skip(obstacle)
})

test('TEST_USER makes a token on the pages, and FlowAPI answers with it', async () => {
  await expect.poll(() => flowauth.log()).toContain('the server of the demo is registered')
  const { page, complaints } = await openWindow(browser, flowauth.url)
  await page.goto('/')
  await signIn(page, 'TEST_USER', 'DUMMY_PASSWORD')
  await page.getByRole('link', { name: 'TEST_SERVER' }).click()
  await page.getByRole('link', { name: 'New token' }).first().click()
  await page.getByLabel('Name').fill('demo')
  await page.getByRole('checkbox', { name: 'runner' }).check()
  await page.getByRole('button', { name: 'Make the token' }).click()
  const token = await page.getByLabel('Token').inputValue()
  const moves = flows(dailyLocation('2016-01-01'), dailyLocation('2016-01-02'))
  const rows = await rowsOf(gateway(flowapi.address, token), moves)
  expect(rows.length).toBeGreaterThan(0)
  expect(rows).toEqual(await rowsOf(system.api, moves))
  expect(complaints).toEqual([])
})

test('TEST_ADMIN administers, without having to choose a password', async () => {
  const { page } = await openWindow(browser, flowauth.url)
  await page.goto('/')
  await signIn(page, 'TEST_ADMIN', 'DUMMY_PASSWORD')
  await page.getByRole('link', { name: 'Users' }).click()
  await page.getByRole('row', { name: /TEST_USER.*runner/ }).waitFor()
})
