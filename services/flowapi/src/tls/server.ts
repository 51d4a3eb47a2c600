import type { RequestListener, Server, ServerOptions } from 'node:http'
import { createSecureServer, type Http2SecureServer } from 'node:http2'
import type { Socket } from 'node:net'
import type { Certificate } from './certificate.ts'

/** How much a server takes, and how long it waits. */
export interface ServerLimits {
  readonly largestHeadersBytes: number
  /** For a request to arrive, in milliseconds. */
  readonly requestTimeoutMs: number
  /** For anything to move on a connection, in milliseconds. */
  readonly silenceMs: number
}

/** Older versions are broken (RFC 8996). */
const OLDEST_TLS = 'TLSv1.2'
/** How many requests a connection has under way at a time; a browser needs a dozen. */
const MOST_STREAMS = 100

/** A server that speaks HTTP/2 and HTTP/1.1 over TLS, whichever the caller prefers (ALPN). */
export class SecureServer {
  readonly #server: Http2SecureServer
  readonly #sockets = new Set<Socket>()

  constructor(
    certificate: Certificate,
    { largestHeadersBytes, requestTimeoutMs, silenceMs }: ServerLimits,
    listener: RequestListener,
  ) {
    const forHttp1: ServerOptions = { maxHeaderSize: largestHeadersBytes, requestTimeout: requestTimeoutMs }
    this.#server = createSecureServer({
      ...contextOf(certificate),
      ...forHttp1,
      allowHTTP1: true,
      settings: { maxConcurrentStreams: MOST_STREAMS, maxHeaderListSize: largestHeadersBytes },
    })
    // Node's requests and responses of HTTP/2 are made to be used like those of HTTP/1.
    this.#server.on('request', listener as unknown as Parameters<Http2SecureServer['on']>[1])
    this.#server.setTimeout(silenceMs)
    this.#server.on('secureConnection', socket => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
  }

  /** The server as the framework wants it, which knows only that of HTTP/1. */
  forFramework(): Server {
    return Object.assign(this.#server as unknown as Server, {
      closeAllConnections: () => {
        for (const socket of this.#sockets) socket.destroy()
      },
    })
  }

  /** Shows another certificate from the next connection on. */
  renew(certificate: Certificate): void {
    this.#server.setSecureContext(contextOf(certificate))
  }
}

function contextOf({ cert, key }: Certificate) {
  return { cert, key, minVersion: OLDEST_TLS } as const
}
