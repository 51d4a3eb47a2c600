import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'flowauth',
    include: ['src/**/*.test.ts'],
    globalSetup: ['@flowkit/local-stack/vitest'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
