import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBrowser } from '../harness/browser.ts'
import { sharedSystem } from '../harness/shared.ts'

const { url } = sharedSystem()
let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())

test('the page about the API shows its routes in a browser, and gets nothing from elsewhere', async () => {
  const page = await browser.newPage()
  const answered: string[] = []
  const complaints: string[] = []
  page.on('response', response => answered.push(response.url()))
  page.on('pageerror', error => complaints.push(error.message))
  await page.goto(`${url}/api/0/spec/redoc`)
  await page.getByRole('heading', { name: 'FlowAPI' }).first().waitFor()
  await page.getByText('Get the result of a query as JSON').first().waitFor()
  expect(complaints).toEqual([])
  expect(answered.filter(address => !address.startsWith(url) && !/^(blob|data):/.test(address))).toEqual([])
  await page.close()
})
