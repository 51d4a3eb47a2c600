import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'

/** What came back. */
export interface Answer {
  readonly status: number
  readonly text: string
  /** What a browser would send back from then on. */
  readonly cookie: string
}

/**
 * Sends a request to FlowAuth as one of its pages does.
 *
 * @param from The address of this machine to send it from; any unless told.
 */
export async function send(
  origin: URL,
  method: string,
  path: string,
  {
    body,
    cookie = '',
    from,
  }: { readonly body?: object; readonly cookie?: string; readonly from?: string } = {},
): Promise<Answer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'x-flowauth-page': '1', cookie }
    const outgoing = request(
      new URL(path, origin),
      { method, headers, ...(from && { localAddress: from }) },
      resolve,
    )
    outgoing.on('error', reject)
    outgoing.end(body && JSON.stringify(body))
  })
  const cookies = (response.headers['set-cookie'] ?? []).map(line => line.split(';', 1)[0])
  return { status: response.statusCode ?? 0, text: await text(response), cookie: cookies.join('; ') }
}
