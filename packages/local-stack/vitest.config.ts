import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'local-stack',
    include: ['src/**/*.test.ts'],
    globalSetup: ['@flowkit/local-stack/vitest'],
    testTimeout: 60_000,
  },
})
