import { type ConfigSources, loadConfig } from '@flowkit/service'
import { z } from 'zod'

const settings = z.object({
  FLOWAPI_IDENTIFIER: z.string().optional(),
  PRIVATE_JWT_SIGNING_KEY: z.string().optional(),
  JWT_SECRET_KEY: z.string().optional(),
})

/** What `flowkit-token` takes from variables, files and container secrets. */
export type TokenSettings = z.output<typeof settings>

/** Reads them. @throws {ConfigError} when a file cannot be read. */
export function readTokenSettings(sources?: ConfigSources): TokenSettings {
  return loadConfig(settings, sources)
}
