import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'local-stack',
    include: ['src/**/*.test.ts'],
    globalSetup: ['@flowkit/local-stack/vitest'],
    provide: { postgresImage: process.env.FLOWKIT_POSTGRES_IMAGE ?? 'postgis/postgis:15-3.4' },
    // Testcontainers' own helper container needs a second image; the test removes its container itself.
    env: { TESTCONTAINERS_RYUK_DISABLED: 'true' },
    testTimeout: 60_000,
  },
})
