import { lookup } from 'node:dns/promises'
import { get as getHttp, type IncomingMessage, type RequestOptions } from 'node:http'
import { get as getHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { Refusal } from '../refusal.ts'

/** FlowAPI's document has a few hundred kilobytes. */
export const LARGEST_DOCUMENT_BYTES = 8 * 1024 * 1024
const WITHIN_MS = 10_000

/**
 * Where no FlowAPI is: link-local addresses, where clouds hand out a machine's credentials, and addresses of nobody or
 * of many. Private and loopback addresses are allowed, since FlowAPI usually has one.
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

/**
 * Fetches a JSON document that an administrator has named, over HTTP or HTTPS. Redirects are not followed, and the
 * address is looked up once: what was checked is what is connected to.
 *
 * @param withinMs How long it may take in all.
 * @throws {Refusal} `description_unreachable` with the reason, `description_unusable` for what is not JSON.
 */
export async function fetchDocument(address: string, withinMs = WITHIN_MS): Promise<unknown> {
  const limit = AbortSignal.timeout(withinMs)
  const text = await fetchText(new URL(address), limit).catch(cause => {
    const reason = limit.aborted ? 'it took too long' : reasonOf(cause)
    throw new Refusal('description_unreachable', { payload: { reason }, cause })
  })
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Refusal('description_unusable', { payload: { message: 'it is not JSON' }, cause })
  }
}

/** Why a document cannot be had, in words for an administrator. */
class Unreachable extends Error {}

async function fetchText(url: URL, signal: AbortSignal): Promise<string> {
  if (url.username || url.password) throw new Unreachable('the address must not hold a password')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host)) assertAllowed(host)
  const response = await request(url, { signal, agent: false, lookup: checkedLookup })
  const { statusCode } = response
  if (statusCode !== 200) {
    response.destroy()
    throw new Unreachable(`the server answered with status ${statusCode}`)
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > LARGEST_DOCUMENT_BYTES) throw new Unreachable('the document is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function request(url: URL, options: RequestOptions): Promise<IncomingMessage> {
  const get = url.protocol === 'https:' ? getHttps : getHttp
  return new Promise((resolve, reject) => {
    get(url, { ...options, headers: { accept: 'application/json' } }, resolve).on('error', reject)
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
    throw new Unreachable('nothing may be fetched from this address')
}

function reasonOf(error: unknown): string {
  if (error instanceof Unreachable) return error.message
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the name of the server is not known'
  if (code === 'ECONNREFUSED') return 'nothing listens at this address'
  return code === undefined ? 'the connection failed' : `the connection failed (${code})`
}
