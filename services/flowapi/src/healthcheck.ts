import { loadConfig } from '@flowkit/service'
import { settings } from './config.ts'

/** Below the limit that a container's health check has, so that the reason is printed. */
const ANSWER_WITHIN_MS = 4_000

/** The health check of FlowAPI's container: whether the server of this container lives, whatever the others do. */
async function main(): Promise<void> {
  const { FLOWAPI_PORT: port } = loadConfig(settings.pick({ FLOWAPI_PORT: true }))
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`, {
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  })
  if (!answer.ok) throw new Error(`FlowAPI answered ${answer.status}`)
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
