import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { LOOPBACK } from '@flowkit/local-stack'

/** A TCP proxy whose lines can be broken without a word, as by a firewall that forgets them. */
export interface BreakableProxy {
  readonly host: string
  readonly port: number
  /** From now on nothing passes on the lines that there are, and neither end is told. New ones are good. */
  breakSilently(): void
  /** How many lines have been made. */
  lines(): number
  close(): Promise<void>
}

/** Starts a proxy on a free port of the loopback address. */
export async function startProxy(host: string, port: number): Promise<BreakableProxy> {
  const pairs: { readonly near: Socket; readonly far: Socket; broken: boolean }[] = []
  const server = createServer({ allowHalfOpen: true }, near => {
    const pair = { near, far: connect({ host, port, allowHalfOpen: true }), broken: false }
    pairs.push(pair)
    for (const [from, to] of [
      [near, pair.far],
      [pair.far, near],
    ] as const) {
      from.on('data', data => {
        if (!pair.broken) to.write(data)
      })
      from.on('end', () => {
        if (!pair.broken) to.end()
      })
      from.on('error', () => {
        if (!pair.broken) to.destroy()
      })
    }
  })
  await new Promise<void>(resolve => server.listen(0, LOOPBACK, resolve))
  return {
    host: LOOPBACK,
    port: (server.address() as AddressInfo).port,
    breakSilently: () => {
      for (const pair of pairs) pair.broken = true
    },
    lines: () => pairs.length,
    close: () =>
      new Promise(resolve => {
        for (const { near, far } of pairs) {
          near.destroy()
          far.destroy()
        }
        server.close(() => resolve())
      }),
  }
}
