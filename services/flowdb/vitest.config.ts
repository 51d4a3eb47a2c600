import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'flowdb',
    include: ['src/**/*.test.ts'],
    globalSetup: '@flowkit/local-stack/vitest',
    hookTimeout: 120_000,
    // Commands are processes, and the machine may be busy.
    testTimeout: 60_000,
  },
})
