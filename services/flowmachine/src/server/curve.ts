import { ConfigError, type CurveKeyPair, curveKeyPairOf, curveKeyText } from '@flowkit/service'
import { type Context, Reply } from 'zeromq'
import type { Settings } from '../config.ts'

/** Who this server is, and who may talk to it. */
export interface Curve extends CurveKeyPair {
  /** The public keys of those that may. */
  readonly allowed: readonly string[]
}

/** Names our sockets to those who decide about their peers (ZAP, https://rfc.zeromq.org/spec/27/). */
const DOMAIN = 'flowmachine'
const GATEKEEPER = 'inproc://zeromq.zap.01'

/**
 * The keys that are configured; without them connections are plain.
 *
 * @throws {ConfigError} for half of a configuration, which would let in nobody, or everybody.
 */
export function curveOf({
  FLOWMACHINE_CURVE_SECRET_KEY: secretKey,
  FLOWAPI_CURVE_PUBLIC_KEYS: allowed,
}: Pick<Settings, 'FLOWMACHINE_CURVE_SECRET_KEY' | 'FLOWAPI_CURVE_PUBLIC_KEYS'>): Curve | undefined {
  if (secretKey === undefined && allowed === undefined) return undefined
  if (secretKey !== undefined && allowed !== undefined) return { ...curveKeyPairOf(secretKey), allowed }
  throw new ConfigError(
    'FLOWMACHINE_CURVE_SECRET_KEY and FLOWAPI_CURVE_PUBLIC_KEYS belong together: set both, or neither.',
  )
}

/** The options of a socket to which only those that are allowed can connect. */
export function serverOptions(curve: Curve | undefined) {
  return curve ? { curveServer: true, curveSecretKey: curve.secretKey, zapDomain: DOMAIN } : {}
}

/** The options of a socket that asks this server itself: who has the server's own keys may. */
export function clientOptions(curve: Curve | undefined) {
  if (!curve) return {}
  const { publicKey, secretKey } = curve
  return { curvePublicKey: publicKey, curveSecretKey: secretKey, curveServerKey: publicKey }
}

/**
 * Decides for the sockets of a context who may connect: those with one of the allowed keys, and the server itself. It
 * must stand before a socket listens.
 *
 * @param onRefused Is told the address of a peer whose key is not known.
 */
export async function standGuard(
  { allowed, publicKey }: Curve,
  context: Context,
  onRefused: (address: string) => void,
): Promise<{ close(): Promise<void> }> {
  const welcome = new Set([...allowed, publicKey])
  const socket = new Reply({ context, linger: 0 })
  await socket.bind(GATEKEEPER)
  const guarding = (async () => {
    for await (const [version = '', request = '', domain, address, , mechanism, key] of socket) {
      const known =
        String(domain) === DOMAIN &&
        String(mechanism) === 'CURVE' &&
        key?.length === 32 &&
        welcome.has(curveKeyText(key))
      if (!known) onRefused(String(address))
      const verdict = known ? ['200', 'OK'] : ['400', 'unknown key']
      await socket.send([version, request, ...verdict, '', ''])
    }
  })().catch(error => {
    // Who knocks while it closes is not answered.
    if (!socket.closed) throw error
  })
  return {
    close: async () => {
      socket.close()
      await guarding
    },
  }
}
