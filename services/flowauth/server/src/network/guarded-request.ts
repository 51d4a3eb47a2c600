import { lookup } from 'node:dns/promises'
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import type { UnreachableDetails, UnreachableReason } from '../api/unreachable.ts'

/** No answer that FlowAuth asks for is larger: FlowAPI's document has a few hundred kilobytes. */
export const LARGEST_ANSWER_BYTES = 8 * 1024 * 1024

/**
 * Where nothing is that FlowAuth has to do with: link-local addresses, where clouds hand out a machine's credentials,
 * and addresses of nobody or of many. Private and loopback addresses are allowed, since FlowAPI usually has one.
 */
const FORBIDDEN = new BlockList()
FORBIDDEN.addSubnet('0.0.0.0', 8)
FORBIDDEN.addSubnet('169.254.0.0', 16)
FORBIDDEN.addSubnet('224.0.0.0', 3)
FORBIDDEN.addAddress('::', 'ipv6')
FORBIDDEN.addSubnet('fe80::', 10, 'ipv6')
FORBIDDEN.addSubnet('ff00::', 8, 'ipv6')
// The address of Amazon's metadata in networks of IPv6.
FORBIDDEN.addAddress('fd00:ec2::254', 'ipv6')

/** An address that cannot be asked, and why. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
  readonly details: UnreachableDetails

  constructor(reason: UnreachableReason, detail?: string) {
    super(detail === undefined ? reason : `${reason} (${detail})`)
    this.details = { reason, ...(detail === undefined ? {} : { detail }) }
  }
}

/** What is asked of an address. */
export interface GuardedRequest {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal: AbortSignal
}

/** What an address has answered. */
export interface GuardedAnswer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

/**
 * Asks an address that an administrator has named, over HTTP or HTTPS. Redirects are not followed, and the address is
 * looked up once: what was checked is what is connected to.
 *
 * @throws {Unreachable} for what is forbidden or too large; other errors are those of the connection.
 */
export async function guardedRequest(url: URL, asked: GuardedRequest): Promise<GuardedAnswer> {
  if (url.username || url.password) throw new Unreachable('password_in_address')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host)) assertAllowed(host)
  const { method, headers, body, signal } = asked
  const response = await send(url, { method, headers, signal, agent: false, lookup: checkedLookup }, body)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > LARGEST_ANSWER_BYTES) throw new Unreachable('too_large')
    chunks.push(chunk)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  return { status: response.statusCode ?? 0, headers: response.headers, text }
}

/** Why an address could not be asked, for an administrator. */
export function reasonOf(error: unknown): UnreachableDetails {
  if (error instanceof Unreachable) return error.details
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { reason: 'name_unknown' }
  if (code === 'ECONNREFUSED') return { reason: 'nothing_listens' }
  if (code === 'ABORT_ERR') return { reason: 'took_too_long' }
  return { reason: 'connection_failed', ...(code === undefined ? {} : { detail: code }) }
}

function send(url: URL, options: RequestOptions, body: string | undefined): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    request(url, options, resolve).on('error', reject).end(body)
  })
}

/** Looks a name up as usual, and lets no connection be made to a forbidden address. */
const checkedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }).then(
    addresses => {
      try {
        for (const { address } of addresses) assertAllowed(address)
      } catch (error) {
        callback(error as Error, '', 0)
        return
      }
      const [first] = addresses
      if (options.all) callback(null, addresses)
      else callback(null, first?.address ?? '', first?.family)
    },
    (error: NodeJS.ErrnoException) => callback(error, '', 0),
  )
}

function assertAllowed(address: string): void {
  if (FORBIDDEN.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'))
    throw new Unreachable('address_forbidden')
}
