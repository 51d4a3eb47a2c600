import { checkHealth, loadConfig } from '@flowkit/service'
import { settings } from './config.ts'

// The health check of FlowAPI's container.
await checkHealth('FlowAPI', () => loadConfig(settings.pick({ FLOWAPI_PORT: true })).FLOWAPI_PORT)
