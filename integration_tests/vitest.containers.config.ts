import { defineConfig } from 'vitest/config'
import { SwarmsLast } from './src/containers/swarms-last.ts'

/** The tests of containers, which are run apart from all others: they build images, and end processes. */
export default defineConfig({
  test: {
    name: 'containers',
    include: ['src/containers/*.test.ts'],
    globalSetup: ['./src/containers/global-setup.ts'],
    maxWorkers: 1,
    sequence: { groupOrder: 1, sequencer: SwarmsLast },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
