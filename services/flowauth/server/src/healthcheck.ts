import { checkHealth, loadConfig } from '@flowkit/service'
import { settings } from './config.ts'

// The health check of FlowAuth's container.
await checkHealth('FlowAuth', () => ({
  port: loadConfig(settings.pick({ FLOWAUTH_PORT: true })).FLOWAUTH_PORT,
}))
