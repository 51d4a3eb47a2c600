import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'flowclient', include: ['src/**/*.test.ts'] },
})
