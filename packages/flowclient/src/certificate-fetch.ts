import type { Fetch } from './api.ts'
import { ConnectionFailed } from './errors.ts'
import { type NodeAnswer, nodeModule } from './node-modules.ts'

const PURPOSE = 'sslCertificate'
/** Statuses whose answers have no body (Fetch standard, "null body status"). */
const WITHOUT_BODY = new Set([101, 103, 204, 205, 304])

/**
 * A `fetch` that trusts servers whose certificate is in a file, or is signed by one that is, and no others. The
 * platform's own cannot be told of certificates. Like FlowAPI's client it follows no redirect.
 *
 * @param path A file of certificates in PEM.
 * @throws {ConnectionFailed} when the file cannot be read.
 * @throws {TypeError} in a browser, whose user decides what it trusts.
 */
export function fetchTrusting(path: string): Fetch {
  const { Agent, request } = nodeModule('node:https', PURPOSE)
  const { Readable } = nodeModule('node:stream', PURPOSE)
  const agent = new Agent({ ca: readCertificate(path), keepAlive: true })
  return (url, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const options = { agent, method, headers: Object.fromEntries(new Headers(headers)), signal }
      const sent = request(url, options, answer => resolve(responseOf(answer, Readable.toWeb)))
      sent.once('error', reject)
      sent.end(typeof body === 'string' ? body : undefined)
    })
}

function readCertificate(path: string): Uint8Array {
  try {
    return nodeModule('node:fs', PURPOSE).readFileSync(path)
  } catch (cause) {
    if (cause instanceof TypeError) throw cause
    throw new ConnectionFailed(`The certificate ${path} cannot be read.`, { cause })
  }
}

function responseOf(answer: NodeAnswer, toWeb: (answer: NodeAnswer) => ReadableStream<Uint8Array>): Response {
  const { statusCode: status = 0, rawHeaders } = answer
  const headers = new Headers()
  for (let at = 0; at < rawHeaders.length; at += 2)
    headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '')
  if (!WITHOUT_BODY.has(status)) return new Response(toWeb(answer), { status, headers })
  answer.resume()
  return new Response(null, { status, headers })
}
