import { z } from 'zod'
import { id, moment, tokenName } from './fields.ts'

/** Bytes as authenticators send them. */
const bytes = z
  .string()
  .max(8_000)
  .regex(/^[\w-]*$/)

const credential = {
  id: bytes,
  rawId: bytes,
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}),
}

/** A passkey, as its owner sees it. */
export const passkey = z.object({
  id: z.string(),
  name: z.string(),
  added_at: moment,
  last_used_at: moment.nullable(),
})
export type Passkey = z.output<typeof passkey>

/** What a browser is asked to do, in the words of WebAuthn. */
export const passkeyCeremony = z.object({
  ceremony: id.describe('To be sent back with the answer, once.'),
  options: z.record(z.string(), z.unknown()),
})
export type PasskeyCeremony = z.output<typeof passkeyCeremony>

/** A new passkey, as the browser made it (WebAuthn, RegistrationResponseJSON). */
export const newPasskey = z.strictObject({
  ceremony: id,
  name: tokenName,
  response: z.object({
    ...credential,
    response: z.object({
      clientDataJSON: bytes,
      attestationObject: bytes,
      transports: z.array(z.string().max(40)).max(10).default([]),
    }),
  }),
})
export type NewPasskey = z.output<typeof newPasskey>

/** A signature by a passkey (WebAuthn, AuthenticationResponseJSON). */
export const passkeyAnswer = z.object({
  ceremony: id,
  response: z.object({
    ...credential,
    response: z.object({ clientDataJSON: bytes, authenticatorData: bytes, signature: bytes }),
  }),
})
export type PasskeyAnswer = z.output<typeof passkeyAnswer>

/** How a sign-in can go on, for which a password is not enough: what comes with `second_factor_needed`. */
export const secondFactorChoice = z.object({ passkey: passkeyCeremony.nullable() })
export type SecondFactorChoice = z.output<typeof secondFactorChoice>
