import { defineConfig } from 'vitest/config'

/** A minute of made-up requests: run by itself, with `pnpm --filter @flowkit/integration-tests fuzz`. */
export default defineConfig({
  test: {
    name: 'fuzz',
    include: ['src/fuzz/**/*.fuzz.ts'],
    globalSetup: ['@flowkit/local-stack/vitest', './src/harness/global-setup.ts'],
    testTimeout: 900_000,
    hookTimeout: 180_000,
  },
})
