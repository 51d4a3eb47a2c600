import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'quickstart', include: ['src/**/*.test.ts'] },
})
