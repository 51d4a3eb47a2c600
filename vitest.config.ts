import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      'packages/*',
      'services/!(flowauth)',
      'services/flowauth/{server,web}',
      'quickstart',
      'benchmarks',
      'integration_tests',
      'integration_tests/vitest.containers.config.ts',
    ],
  },
})
