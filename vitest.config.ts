import { defineConfig } from 'vitest/config'
import { SwarmsLast } from './integration_tests/src/containers/swarms-last.ts'

export default defineConfig({
  test: {
    sequence: { sequencer: SwarmsLast },
    projects: [
      'packages/*',
      'services/!(flowauth)',
      'services/flowauth/{server,web}',
      'quickstart',
      'benchmarks',
      'docs/settings',
      'integration_tests',
      'integration_tests/vitest.containers.config.ts',
    ],
  },
})
