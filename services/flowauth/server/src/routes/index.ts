import type { FastifyPluginAsync } from 'fastify'
import { accountRoutes } from './account.ts'
import { auditRoutes } from './admin/audit.ts'
import { providerRoutes } from './admin/providers.ts'
import { roleRoutes } from './admin/roles.ts'
import { serverRoutes } from './admin/servers.ts'
import { tokenKeyRoutes } from './admin/token-keys.ts'
import { tokenRoutes } from './admin/tokens.ts'
import { userRoutes } from './admin/users.ts'
import { clientRoutes } from './clients.ts'
import { deviceRoutes } from './devices.ts'
import { health } from './health.ts'
import { identityRoutes } from './identities.ts'
import { myServerRoutes } from './my-servers.ts'
import { mySessionRoutes } from './my-sessions.ts'
import { passkeyRoutes } from './passkeys.ts'
import { providerSignInRoutes } from './provider-sign-in.ts'
import { publishedRoutes } from './published.ts'
import { secondFactorRoutes } from './second-factor.ts'
import type { Services } from './services.ts'
import { sessionRoutes } from './session.ts'
import { versionRoutes } from './version.ts'

/** Every route of FlowAuth. */
export const allRoutes: readonly FastifyPluginAsync<Services>[] = [
  health,
  versionRoutes,
  publishedRoutes,
  sessionRoutes,
  providerSignInRoutes,
  accountRoutes,
  secondFactorRoutes,
  passkeyRoutes,
  identityRoutes,
  mySessionRoutes,
  deviceRoutes,
  clientRoutes,
  myServerRoutes,
  serverRoutes,
  roleRoutes,
  userRoutes,
  providerRoutes,
  tokenRoutes,
  tokenKeyRoutes,
  auditRoutes,
]
