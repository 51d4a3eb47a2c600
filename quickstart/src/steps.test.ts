import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { createSteps } from './steps.ts'

test('a step says its title and how long it took on one line', async () => {
  const out = new PassThrough()
  const result = await createSteps(out, false).step('Schemas', async () => 42)
  expect(result).toBe(42)
  expect(String(out.read())).toMatch(/^ {2}Schemas +\d+\.\d s\n$/)
})

test('a step that fails passes its error on, below its title', async () => {
  const out = new PassThrough()
  const failing = createSteps(out, false).step('Schemas', async () => {
    throw new Error('no such country')
  })
  await expect(failing).rejects.toThrow('no such country')
  expect(String(out.read())).toMatch(/^ {2}Schemas +\n$/)
})
