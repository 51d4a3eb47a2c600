import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'integration-tests',
    include: ['src/**/*.test.ts'],
    exclude: ['src/containers/**', 'src/soak/**'],
    globalSetup: ['@flowkit/local-stack/vitest', './src/harness/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
