import { PassThrough } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { progressBar } from './progress-bar.ts'

/** A screen, and all that was ever written on it. */
function screenOf(isTTY: boolean) {
  const screen = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY, columns: 120 })
  let shown = ''
  screen.on('data', (text: string) => {
    shown += text
  })
  return { screen, shown: () => shown }
}

describe('a progress bar', () => {
  test('shows how many parts are computed', async () => {
    const { screen, shown } = screenOf(true)
    const bar = progressBar(screen)
    bar.show({ eligible: 8, queued: 7, running: 1 })
    await expect.poll(shown).toContain('0 of 8 parts computed, 1 running, 7 waiting')
    bar.show({ eligible: 5, queued: 3, running: 2 })
    await expect.poll(shown).toContain('3 of 8 parts computed, 2 running, 3 waiting')
    bar.stop()
  })

  test('grows when there is more to do than there was', async () => {
    const { screen, shown } = screenOf(true)
    const bar = progressBar(screen)
    bar.show({ eligible: 2, queued: 1, running: 1 })
    bar.show({ eligible: 9, queued: 9, running: 0 })
    await expect.poll(shown).toContain('0 of 9 parts computed, 0 running, 9 waiting')
    bar.stop()
  })

  test('is cleared away at the end, and gives the cursor back', async () => {
    const { screen, shown } = screenOf(true)
    const bar = progressBar(screen)
    bar.show({ eligible: 1, queued: 0, running: 1 })
    bar.stop()
    const [CLEAR_LINE, SHOW_CURSOR] = ['\u001b[0K', '\u001b[?25h']
    await expect.poll(shown).toContain(SHOW_CURSOR)
    expect(shown().slice(shown().lastIndexOf('computed'))).toContain(CLEAR_LINE)
  })

  test('is not there when there was nothing to wait for', async () => {
    const { screen, shown } = screenOf(true)
    progressBar(screen).stop()
    await setImmediate()
    expect(shown()).toBe('')
  })

  test('is not there on anything but a terminal', async () => {
    const { screen, shown } = screenOf(false)
    const bar = progressBar(screen)
    bar.show({ eligible: 8, queued: 7, running: 1 })
    bar.stop()
    await setImmediate()
    expect(shown()).toBe('')
  })
})
