import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { createProgress } from './days-progress.ts'

const PARTS = ['2016-01-01', '2016-01-02'].flatMap(date => [
  { type: 'calls' as const, date },
  { type: 'sms' as const, date },
])

/** What the progress of the four parts looks like. */
function shown(output: PassThrough & { isTTY?: boolean }): string {
  const progress = createProgress(output)
  progress.begun(PARTS, 2)
  for (const part of PARTS) progress.loaded(part, 600)
  progress.stop()
  return String(output.read())
}

test('off a terminal there is a line for each day, once all of it is loaded', () => {
  expect(shown(new PassThrough())).toBe(
    'Loading 2 days\n2016-01-01: 1,200 events\n2016-01-02: 1,200 events\n',
  )
})

test('on a terminal a bar also counts what an earlier run has loaded', () => {
  const output = shown(
    Object.assign(new PassThrough(), { isTTY: true, cursorTo: () => {}, clearLine: () => {} }),
  )
  expect(output).toContain('33%')
  expect(output).toContain('100%')
  expect(output).toContain('2,400 events')
})
