import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type pg from 'pg'
import { Gauge, type Registry } from 'prom-client'

/** A server that gives the metrics, at `/metrics`, and nothing else. */
export interface MetricsListener {
  readonly port: number
  close(): Promise<void>
}

/**
 * Gives the metrics on a port of their own: analysts reach the gateway's, and how busy others are is none of their
 * business.
 *
 * @param port 0 asks the system for a free one.
 */
export async function listenForMetrics(
  registry: Registry,
  host: string,
  port: number,
): Promise<MetricsListener> {
  const server: Server = createServer(async (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics())
  })
  server.listen(port, host)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/**
 * Watches pools of connections.
 *
 * @param name Of the metric.
 * @param pools By the words under which they are told apart.
 */
export function watchPools(registry: Registry, name: string, pools: Readonly<Record<string, pg.Pool>>): void {
  new Gauge({
    name,
    help: 'Connections to the database by what they are for and what they do, and who waits for one.',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      for (const [pool, { totalCount, idleCount, waitingCount }] of Object.entries(pools)) {
        this.set({ pool, state: 'busy' }, totalCount - idleCount)
        this.set({ pool, state: 'idle' }, idleCount)
        this.set({ pool, state: 'waited for' }, waitingCount)
      }
    },
  })
}
