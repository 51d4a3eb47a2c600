import { loadConfig } from '@flowkit/service'
import { Request } from 'zeromq'
import { settings } from './config.ts'
import { clientOptions, curveOf } from './server/curve.ts'

/** Below the limit that a container's health check has, so that the reason is printed. */
const ANSWER_WITHIN_MS = 4_000

/** The health check of FlowMachine's container: whether the server of this container answers a ping. */
async function main(): Promise<void> {
  const config = loadConfig(
    settings.pick({
      FLOWMACHINE_PORT: true,
      FLOWMACHINE_CURVE_SECRET_KEY: true,
      FLOWAPI_CURVE_PUBLIC_KEYS: true,
    }),
  )
  const socket = new Request({
    linger: 0,
    sendTimeout: ANSWER_WITHIN_MS,
    receiveTimeout: ANSWER_WITHIN_MS,
    ...clientOptions(curveOf(config)),
  })
  socket.connect(`tcp://127.0.0.1:${config.FLOWMACHINE_PORT}`)
  await socket.send(JSON.stringify({ action: 'ping', request_id: 'health check' }))
  const [reply] = await socket.receive()
  socket.close()
  if (JSON.parse(String(reply)).status !== 'success') throw new Error(`FlowMachine answered ${reply}`)
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
