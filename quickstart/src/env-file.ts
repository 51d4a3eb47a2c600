import { LOOPBACK } from '@flowkit/local-stack'
import type { Settings } from './config.ts'
import { type Home, writePrivate } from './home.ts'
import { flowapiUrl, flowauthUrl } from './programs.ts'
import type { Secrets } from './secrets.ts'

/** Writes the file that scripts source to find the system: addresses, and a token for the API. */
export function writeEnvFile(home: Home, settings: Settings, secrets: Secrets, token: string): void {
  const values = {
    FLOWAPI_URL: flowapiUrl(settings),
    FLOWAPI_TOKEN: token,
    FLOWDB_URL: `postgresql://flowdb:${secrets.flowdb}@${LOOPBACK}:${settings.FLOWDB_PORT}/flowdb`,
    REDIS_URL: `redis://:${secrets.redis}@${LOOPBACK}:${settings.REDIS_PORT}`,
    FLOWAUTH_URL: flowauthUrl(settings),
  }
  // None of the values has a character that a shell would read as anything but itself.
  const lines = Object.entries(values).map(([name, value]) => `${name}=${value}\n`)
  writePrivate(home.env, lines.join(''))
}
