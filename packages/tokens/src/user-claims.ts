import { promisify } from 'node:util'
import { gunzip, gzipSync } from 'node:zlib'
import { type Roles, roles } from '@flowkit/contract'

/** Ten thousand times a usual token's; a few kilobytes of zeros would otherwise unpack to gigabytes. */
const LARGEST_UNPACKED_BYTES = 4 * 1024 * 1024
/** As MIME has it (RFC 2045, 6.8), and so FlowKit's own tokens. */
const LINE_LENGTH = 76

const unzip = promisify(gunzip)

/**
 * The roles in a token's `user_claims`: base64, with or without line breaks, of the gzipped JSON.
 *
 * @throws {Error} when it is anything else, or too large when unpacked.
 */
export async function unpackRoles(userClaims: string): Promise<Roles> {
  const base64 = userClaims.replace(/\s/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw new Error('user_claims is not base64')
  const json = await unzip(Buffer.from(base64, 'base64'), { maxOutputLength: LARGEST_UNPACKED_BYTES })
  return roles.parse(JSON.parse(json.toString('utf8')))
}

/** The text that {@link unpackRoles} reads, with FlowKit's line breaks: one after each line. */
export function packRoles(of: Roles): string {
  const base64 = gzipSync(JSON.stringify(of)).toString('base64')
  return base64.replace(new RegExp(`.{1,${LINE_LENGTH}}`, 'g'), '$&\n')
}
