import { Unauthorised } from './errors.ts'
import { isObject, type JsonObject, type JsonValue, parseJson } from './json.ts'

/** What a token says about itself. Only FlowAPI can tell whether it is true. */
export interface TokenContent {
  /** Who it was given to. */
  readonly subject: string | undefined
  /** Who gave it out. */
  readonly issuer: string | undefined
  /** The FlowAPI that it is for. */
  readonly audience: string | undefined
  readonly issuedAt: Date | undefined
  readonly expiresAt: Date | undefined
  /** The scopes of each role. A request needs one role that holds all of its scopes. */
  readonly roles: Readonly<Record<string, readonly string[]>>
}

/**
 * What a token says, without checking its signature: to see when it expires or what it allows.
 *
 * @throws {Unauthorised} when the text is no token.
 *
 * @example
 * ```ts
 * import { readToken } from 'flowclient'
 *
 * const { subject, expiresAt, roles } = await readToken('eyJ…')
 * console.log(`${subject} until ${expiresAt?.toISOString()}, with the roles ${Object.keys(roles).join(', ')}`)
 * ```
 */
export async function readToken(token: string): Promise<TokenContent> {
  const claims = claimsOf(token)
  const { sub, iss, aud, iat, exp } = claims
  return {
    subject: textIn(sub),
    issuer: textIn(iss),
    audience: Array.isArray(aud) ? aud.join(', ') : textIn(aud),
    issuedAt: dateIn(iat),
    expiresAt: dateIn(exp),
    roles: await rolesOf(claims),
  }
}

function claimsOf(token: string): JsonObject {
  const [, encoded = ''] = token.trim().split('.')
  const bytes = bytesOfBase64(encoded.replaceAll('-', '+').replaceAll('_', '/'))
  const claims = bytes && parseJson(new TextDecoder().decode(bytes))
  if (isObject(claims)) return claims
  throw new Unauthorised('This is not a token: it has no claims that can be read.')
}

/** The roles travel as base64, in lines, of the gzipped JSON. */
async function rolesOf({ user_claims: packed }: JsonObject): Promise<Record<string, string[]>> {
  const bytes = typeof packed === 'string' ? bytesOfBase64(packed) : undefined
  const roles = bytes && parseJson(await gunzip(bytes))
  if (!isObject(roles)) throw new Unauthorised('This is not a token for FlowAPI: it holds no roles.')
  return Object.fromEntries(
    Object.entries(roles).map(([role, scopes]) => [role, Array.isArray(scopes) ? scopes.map(String) : []]),
  )
}

async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  try {
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
    return await new Response(unpacked).text()
  } catch {
    return ''
  }
}

function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), character => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

const textIn = (value: JsonValue | undefined) => (typeof value === 'string' ? value : undefined)
const dateIn = (value: JsonValue | undefined) =>
  typeof value === 'number' ? new Date(value * 1000) : undefined
