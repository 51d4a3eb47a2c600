import { defineConfig } from 'vitest/config'

/** Takes the pictures of the guides: `pnpm --filter @flowkit/integration-tests screenshots`. */
export default defineConfig({
  test: {
    name: 'screenshots',
    include: ['src/flowauth/screenshots.ts'],
    globalSetup: ['@flowkit/local-stack/vitest', './src/harness/global-setup.ts'],
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
})
