import {
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'

/** The browser did not do what it was asked: it cannot, or somebody has closed its question. */
export class PasskeyGivenUp extends Error {
  override readonly name = 'PasskeyGivenUp'
}

/**
 * Has the browser make a passkey.
 *
 * @param options Of the server, in WebAuthn's words.
 * @throws {PasskeyGivenUp}
 */
export function createPasskey(options: object): Promise<RegistrationResponseJSON> {
  const optionsJSON = options as PublicKeyCredentialCreationOptionsJSON
  return startRegistration({ optionsJSON }).catch(givenUp)
}

/**
 * Has the browser sign with a passkey.
 *
 * @param options Of the server, in WebAuthn's words.
 * @throws {PasskeyGivenUp}
 */
export function askForPasskey(options: object): Promise<AuthenticationResponseJSON> {
  const optionsJSON = options as PublicKeyCredentialRequestOptionsJSON
  return startAuthentication({ optionsJSON }).catch(givenUp)
}

function givenUp(cause: unknown): never {
  throw new PasskeyGivenUp('The browser gave no passkey', { cause })
}
