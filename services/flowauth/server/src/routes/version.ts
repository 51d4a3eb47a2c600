import { version } from '../api/version.ts'
import { routes } from '../http/zod-schemas.ts'
import { packageVersion } from '../version.ts'
import type { Services } from './services.ts'

/** `GET /version`: which FlowAuth this is, as FlowKit's says it. */
export const versionRoutes = routes<Services>(app => {
  const answer = { version: packageVersion() }
  app.get(
    '/version',
    { config: { public: true }, schema: { response: { 200: version } } },
    async () => answer,
  )
})
