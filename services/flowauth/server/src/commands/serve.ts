import { fileURLToPath } from 'node:url'
import { createLogger, createPool, Lifecycle } from '@flowkit/service'
import { ensureAdmin } from '../accounts/first-admin.ts'
import { forgetOldChallenges } from '../accounts/passkeys.ts'
import { buildApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { prepareDatabase } from '../database/prepare.ts'
import { assertNoDemoAccounts, DEMO_ADMIN, DEMO_USER, ensureDemoAccounts } from '../demo/accounts.ts'
import { awaitDemoServer } from '../demo/server.ts'
import { forgetOldGrants } from '../devices/client-grants.ts'
import { forgetOldDeviceRequests } from '../devices/device-requests.ts'
import { prepareSigningKeys } from '../keys/signing-keys.ts'
import { checkServers } from '../servers/checks.ts'
import { forgetOldSessions } from '../sessions/sessions.ts'

/** The built pages, which lie beside the server. */
const SITE = fileURLToPath(new URL('../../../web/dist/site', import.meta.url))

const DATABASE_CONNECTIONS = 10
const FORGET_EVERY_MS = 3_600_000
const LOOK_FOR_CHECKS_MS = 60_000
/** How long answers may take when FlowAuth is told to stop. */
const DRAIN_MS = 10_000
/** Somewhat longer than fetching a server's document may take. */
const DEMO_STOP_MS = 11_000

/** `flowauth serve`: prepares the database, then serves the API and the pages until it is told to stop. */
export async function serve(): Promise<void> {
  const config = readConfig()
  const log = createLogger('flowauth', config.logLevel)
  const lifecycle = new Lifecycle(log)
  await lifecycle.run(async () => {
    const pool = createPool(config.database, 'flowauth', DATABASE_CONNECTIONS, log)
    lifecycle.onStop('database connections', 2_000, () => pool.end())
    const { demo } = config
    await prepareDatabase(pool, async client => {
      await (demo ? ensureDemoAccounts(client) : assertNoDemoAccounts(client))
      if (await ensureAdmin(client, config.admin))
        log.warn('no administrator has a password yet; one is made by: flowauth admin-password --reset')
      await prepareSigningKeys(client, config.signingKey, config.encryptionKeys)
    })

    const forget = async () => {
      try {
        for (const forgetOld of [
          forgetOldSessions,
          forgetOldDeviceRequests,
          forgetOldGrants,
          forgetOldChallenges,
        ])
          await forgetOld(pool)
      } catch (error) {
        log.warn({ err: error }, 'old sessions were not deleted')
      }
    }
    const forgetting = setInterval(() => void forget(), FORGET_EVERY_MS)
    lifecycle.onStop('deletion of old sessions', 100, () => clearInterval(forgetting))

    const check = () =>
      checkServers(pool, log).catch(error => log.warn({ err: error }, 'the servers were not checked'))
    const checking = setInterval(check, LOOK_FOR_CHECKS_MS)
    lifecycle.onStop('checks of servers', 100, () => clearInterval(checking))

    const app = await buildApp({ ...config, pool, site: SITE, log })
    lifecycle.onStop('server', DRAIN_MS + 2_000, async () => {
      const impatience = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS)
      await app.close().finally(() => clearTimeout(impatience))
    })
    log.info(
      { algorithm: config.signingKey?.algorithm ?? 'RS256', public_url: config.publicUrl.origin },
      'starting',
    )
    await app.listen({ host: config.host, port: config.port, listenTextResolver: at => `listening at ${at}` })

    if (demo) {
      log.warn(
        { users: [DEMO_ADMIN, DEMO_USER] },
        'this is a demo: everybody knows the password of its users',
      )
      const registration = awaitDemoServer(pool, demo.flowapi, log, lifecycle.signal)
      lifecycle.onStop('registration of the demo server', DEMO_STOP_MS, () => registration)
    }
  })
}
