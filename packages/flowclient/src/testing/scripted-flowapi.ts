import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'

/** What the server answers to one request. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** The body; each piece is sent, and arrives, by itself. */
  readonly body?: string | readonly (string | Uint8Array)[]
  /** Breaks the connection after the body, instead of ending the answer. */
  readonly breaksOff?: boolean
  /** Keeps the connection open after the body, and sends nothing more. */
  readonly hangs?: boolean
}

/** A request as the server received it. */
export interface Received {
  readonly route: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A server that answers as FlowAPI does, by a script. */
export interface ScriptedFlowApi {
  readonly url: string
  /** The requests so far, such as `GET /api/0/poll/an-id`. */
  readonly received: readonly Received[]
  /** The routes of answers that the client has cut short by closing the connection. */
  readonly interrupted: readonly string[]
  close(): Promise<void>
}

/** Answers by route, in turn; the last one is repeated. */
export type Script = Readonly<Record<string, Answer | readonly Answer[]>>

/**
 * Starts a server on a free port of the loopback address. What its script does not know is a 404.
 *
 * @param identity The key and the certificate, as PEM, of a server that speaks HTTPS.
 */
export async function startScriptedFlowApi(
  script: Script,
  identity?: { readonly key: string; readonly cert: string },
): Promise<ScriptedFlowApi> {
  const received: Received[] = []
  const interrupted: string[] = []
  const turns = new Map(Object.entries(script).map(([route, answers]) => [route, [answers].flat()]))
  const answerByScript = async (request: IncomingMessage, response: ServerResponse) => {
    const route = `${request.method} ${request.url}`
    received.push({ route, headers: request.headers, body: await text(request) })
    request.socket.once('close', () => {
      if (!response.writableEnded) interrupted.push(route)
    })
    const answers = turns.get(route) ?? []
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    await reply(response, answer ?? json(404, { status: 'Error', msg: `There is no route ${route}` }))
  }
  const server = identity ? createSecureServer(identity, answerByScript) : createServer(answerByScript)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `${identity ? 'https' : 'http'}://127.0.0.1:${port}`,
    received,
    interrupted,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function reply(response: ServerResponse, answer: Answer): Promise<void> {
  const { status, headers = {}, body = [], breaksOff = false, hangs = false } = answer
  response.writeHead(status, headers)
  response.flushHeaders()
  for (const piece of typeof body === 'string' ? [body] : body) {
    if (response.destroyed) return
    response.write(piece)
    // Lets the piece go out by itself.
    await setTimeout(1)
  }
  if (breaksOff) response.destroy()
  else if (!hangs) response.end()
}

/** An answer in JSON. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) }
}

const NOTHING_TO_DO = { eligible: 0, queued: 0, running: 0 }

/** FlowAPI's answer to a query that it has accepted. */
export function accepted(query_id: string, progress = NOTHING_TO_DO): Answer {
  return json(202, { query_id, progress }, { Location: `/api/0/poll/${query_id}` })
}

/** FlowAPI's answer about a query that is not done yet. */
export function underWay(
  status: 'queued' | 'executing',
  progress = { eligible: 1, queued: 1, running: 0 },
): Answer {
  return json(202, { status, msg: '', progress })
}

/** FlowAPI's answer about a query whose result is there. */
export function completed(query_id: string): Answer {
  return json(303, { status: 'completed' }, { Location: `/api/0/get/${query_id}` })
}
