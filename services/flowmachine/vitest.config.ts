import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'flowmachine', include: ['src/**/*.test.ts'] },
})
