import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { name: 'settings-page', include: ['src/**/*.test.ts'] } })
