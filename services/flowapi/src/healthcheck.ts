import { checkHealth, loadConfig } from '@flowkit/service'
import { settings } from './config.ts'
import { certificateFiles } from './tls/settings.ts'

// The health check of FlowAPI's container.
await checkHealth('FlowAPI', () => {
  const values = loadConfig(
    settings.pick({
      FLOWAPI_PORT: true,
      FLOWAPI_CERTIFICATE_PATH: true,
      FLOWAPI_CERTIFICATE_KEY_PATH: true,
    }),
  )
  return { port: values.FLOWAPI_PORT, secure: certificateFiles(values) !== null }
})
