import { once } from 'node:events'
import { get as getPlain, type IncomingMessage } from 'node:http'
import { get as getSecure } from 'node:https'

/** Below the limit that a container's health check has, so that the reason is printed. */
const ANSWER_WITHIN_MS = 4_000

/** Where a service answers on the machine that it runs on. */
export interface OwnAddress {
  readonly port: number
  /** Whether it speaks HTTPS. Its certificate is for other names than this, and is not looked at. */
  readonly secure?: boolean
}

/**
 * The health check of the container of a service that speaks HTTP: whether its server lives, whatever others do. Where
 * it does not, the reason is printed and the process ends with 1.
 *
 * @param name Of the service, for people.
 * @param address Gives where it answers `/healthz`.
 */
export async function checkHealth(name: string, address: () => OwnAddress): Promise<void> {
  try {
    const status = await statusOf(address())
    if (status !== 200) throw new Error(`${name} answered ${status}`)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exitCode = 1
  }
}

async function statusOf({ port, secure = false }: OwnAddress): Promise<number | undefined> {
  const at = {
    host: '127.0.0.1',
    port,
    path: '/healthz',
    agent: false,
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  }
  const request = secure ? getSecure({ ...at, rejectUnauthorized: false }) : getPlain(at)
  const [answer]: IncomingMessage[] = await once(request, 'response')
  answer?.resume()
  return answer?.statusCode
}
