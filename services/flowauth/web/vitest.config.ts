import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { name: 'flowauth-web', include: ['src/**/*.test.ts'] } })
