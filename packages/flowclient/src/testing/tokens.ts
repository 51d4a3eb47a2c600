import { gzipSync } from 'node:zlib'

/** A token as FlowAuth gives them out, but for the signature, at which no client looks. */
export function tokenOf(claims: object, roles?: object): string {
  const user_claims = roles === undefined ? {} : { user_claims: mimeBase64(gzipSync(JSON.stringify(roles))) }
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ ...claims, ...user_claims })}.c2lnbmF0dXJl`
}

/** Base64 in lines of 76 characters, each with a line break, the last one too: as Python's encodebytes writes it. */
function mimeBase64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll(/.{1,76}/g, '$&\n')
}
