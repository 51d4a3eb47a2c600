import { randomInt } from 'node:crypto'
import { defineConfig } from 'vitest/config'

const { SOAK_MINUTES = '5', SOAK_CLIENTS = '200', SOAK_SEED } = process.env

/** The long test that kills processes at random; `pnpm soak` runs it. A seed that is given repeats its choices. */
export default defineConfig({
  test: {
    name: 'soak',
    include: ['src/soak/*.test.ts'],
    globalSetup: ['@flowkit/local-stack/vitest', './src/harness/global-setup.ts'],
    provide: {
      soak: {
        minutes: Number(SOAK_MINUTES),
        clients: Number(SOAK_CLIENTS),
        seed: Number(SOAK_SEED ?? randomInt(2 ** 32)),
      },
    },
    testTimeout: (Number(SOAK_MINUTES) + 5) * 60_000,
    hookTimeout: 120_000,
  },
})
