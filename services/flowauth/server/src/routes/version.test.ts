import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { useFlowAuth } from '../testing/flowauth.ts'

const flowauth = useFlowAuth()

test('anybody may ask which FlowAuth answers, as of FlowKit’s', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  const { status, body } = await flowauth.browser().get('/version')
  expect([status, body]).toEqual([200, { version }])
})
