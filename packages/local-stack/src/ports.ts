import { connect, createServer } from 'node:net'

/** The address that every private server listens on: nothing outside the machine can reach it. */
export const LOOPBACK = '127.0.0.1'

/** A TCP port that another program listens on. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError'
  readonly port: number

  constructor(port: number) {
    super(`port ${port} of ${LOOPBACK} is taken by another program`)
    this.port = port
  }
}

/** A TCP port that is free at this moment. Another program may take it before it is used. */
export function freePort(): Promise<number> {
  return listenBriefly(0)
}

/** @throws {PortTakenError} when something listens on `port` already. */
export async function assertPortFree(port: number): Promise<void> {
  await listenBriefly(port)
}

function listenBriefly(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortTakenError(port) : error),
    )
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
      const address = server.address()
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no TCP address'))
        else resolve(address.port)
      })
    })
  })
}

/**
 * Starts something on the port asked for, or, for port 0, on a free one; when a free port is taken by somebody else
 * in the moment before it is used, another is tried.
 *
 * @throws {PortTakenError} when the port asked for is taken.
 */
export async function onPort<T>(port: number, start: (port: number) => Promise<T>): Promise<T> {
  if (port !== 0) {
    await assertPortFree(port)
    return start(port)
  }
  for (let attemptsLeft = 4; ; attemptsLeft--) {
    try {
      return await start(await freePort())
    } catch (error) {
      if (!(error instanceof PortTakenError) || attemptsLeft === 0) throw error
    }
  }
}

/** Whether something listens on a port. */
export function acceptsConnections(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host: LOOPBACK, port })
    socket.once('error', () => resolve(false))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })
}
