import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'flowclient',
    include: ['src/**/*.test.ts'],
    // The command is a process of its own, and tries again for seconds where nobody answers.
    testTimeout: 20_000,
  },
})
