import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { ConfigError, type ConfigSources, flag, secretFile } from '@flowkit/service'
import { z } from 'zod'
import { isLocal } from '../network/local.ts'

/** The settings that make a FlowAuth a demo. */
export const demoSettings = {
  DEMO_MODE: flag(false).describe(
    'Whether to make TEST_ADMIN and TEST_USER, whose password everybody knows, and TEST_SERVER; on localhost only.',
  ),
  FLOWAUTH_DEMO_FLOWAPI_URL: z
    .url({ protocol: /^https?$/, error: 'must be a http or https URL' })
    .default('http://localhost:9090')
    .describe('Where the FlowAPI of a demo is.'),
}

/** What a demo is made of beside FlowAuth. */
export interface Demo {
  /** Where its FlowAPI is. */
  readonly flowapi: URL
}

/** Where a FlowAuth runs that is to be a demo. */
interface Surroundings {
  readonly publicUrl: URL
  /** The names of all settings. */
  readonly names: readonly string[]
  readonly sources: ConfigSources | undefined
}

/**
 * What makes this FlowAuth a demo; undefined where it is none.
 *
 * @throws {ConfigError} where more than its own machine may reach it, and in a stack, which is for production.
 */
export function demoOf(
  values: z.output<z.ZodObject<typeof demoSettings>>,
  { publicUrl, names, sources }: Surroundings,
): Demo | undefined {
  if (!values.DEMO_MODE) return undefined
  if (!isLocal(publicUrl))
    throw new ConfigError(
      'DEMO_MODE makes an administrator whose password everybody knows: FLOWAUTH_PUBLIC_URL must be on localhost.',
    )
  const secret = names.find(name => isSecretOfStack(name, sources))
  if (secret !== undefined)
    throw new ConfigError(
      `DEMO_MODE makes an administrator whose password everybody knows: it is not for a stack, which gave ${secret}.`,
    )
  return { flowapi: new URL(values.FLOWAUTH_DEMO_FLOWAPI_URL) }
}

/** Whether a setting is a secret of a stack, which mounts each one by itself: a volume of secrets is one mount. */
function isSecretOfStack(name: string, sources: ConfigSources | undefined): boolean {
  const path = secretFile(name, sources)
  return path !== undefined && statSync(path).dev !== statSync(dirname(path)).dev
}
