import { isLocal } from '../network/local.ts'

/** What is known of where a FlowAPI is. */
export interface KnownAddresses {
  /** Where callers reach it, as its OpenAPI document says. */
  readonly public_url: string | null
  /** Where FlowAuth reads that document. */
  readonly description_url: string | null
}

/** The end of the address of a FlowAPI's OpenAPI document. */
const DOCUMENT_PATH = '/api/0/spec/openapi.json'

/**
 * Where people and their programs reach a FlowAPI: where it says, which may be elsewhere than where FlowAuth reads its
 * document, or else where that is. A FlowAPI that nobody has told where it is says localhost; that is believed only
 * where FlowAuth is on localhost, too.
 *
 * @param flowauth Where people reach FlowAuth.
 */
export function addressOf({ public_url, description_url }: KnownAddresses, flowauth: URL): string | null {
  if (public_url !== null && (isLocal(flowauth) || !isLocal(new URL(public_url)))) return public_url
  return description_url?.endsWith(DOCUMENT_PATH) ? description_url.slice(0, -DOCUMENT_PATH.length) : null
}
