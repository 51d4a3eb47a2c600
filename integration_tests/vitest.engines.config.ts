import { defineConfig } from 'vitest/config'

/** The comparison with FlowKit's own engine, every kind with every set of parameters; `pnpm compare-engines` runs it. */
export default defineConfig({
  test: {
    name: 'engines',
    include: ['src/python-engine/*.engines.ts'],
    globalSetup: ['@flowkit/local-stack/vitest', './src/harness/global-setup.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
  },
})
