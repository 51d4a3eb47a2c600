import type { IncomingHttpHeaders } from 'node:http'
import * as client from 'openid-client'
import { z } from 'zod'
import type { UnreachableDetails } from '../api/unreachable.ts'
import { guardedRequest, reasonOf } from '../network/guarded-request.ts'
import { isLocal } from '../network/local.ts'
import { Refusal } from '../refusal.ts'

/** What a provider knows FlowAuth by. */
export interface ProviderClient {
  readonly issuer: string
  readonly client_id: string
  readonly clientSecret: string
}

/** What ties a provider's answer to the browser that went there. */
export interface Checks {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** Who somebody is, by a provider's word. */
export interface Claims {
  readonly subject: string
  readonly username: string | undefined
  /** Whether they have just shown it who they are, and not some time ago. */
  readonly fresh: boolean
  readonly all: Readonly<Record<string, unknown>>
}

/** As long as a password that was given counts as just given. */
const FRESH_S = 900
const WITHIN_S = 10

const knownClaims = z.object({
  sub: z.string().min(1).max(255),
  preferred_username: z.string().optional().catch(undefined),
  email: z.string().optional().catch(undefined),
  auth_time: z.number().optional().catch(undefined),
})

/** Asks a provider for its settings. @throws {Refusal} `provider_unreachable` with the reason. */
export async function discover({
  issuer,
  client_id,
  clientSecret,
}: ProviderClient): Promise<client.Configuration> {
  const address = new URL(issuer)
  const execute = [client.enableNonRepudiationChecks]
  if (isLocal(address)) execute.push(client.allowInsecureRequests)
  else if (address.protocol === 'http:')
    throw new Refusal('provider_unreachable', { payload: { reason: 'https_needed' } })
  try {
    return await client.discovery(address, client_id, undefined, secretAs(clientSecret), {
      execute,
      timeout: WITHIN_S,
      [client.customFetch]: guardedFetch,
    })
  } catch (cause) {
    const failure = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
    const payload: UnreachableDetails = isConnectionFailure(failure)
      ? reasonOf(failure)
      : { reason: 'not_a_provider' }
    throw new Refusal('provider_unreachable', { payload, cause })
  }
}

/**
 * Where a browser goes to sign in, and what the answer has to match (authorization code with PKCE, RFC 7636). Who has
 * signed in there more than a quarter of an hour ago is asked again.
 */
export async function beginAt(
  configuration: client.Configuration,
  redirectUrl: string,
): Promise<{ url: string; checks: Checks }> {
  const checks = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
  }
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUrl,
    scope: 'openid profile email',
    state: checks.state,
    nonce: checks.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(checks.verifier),
    code_challenge_method: 'S256',
    max_age: String(FRESH_S),
  })
  return { url: url.href, checks }
}

/**
 * Who a provider says that has come back from it.
 *
 * @param answer The address that it sent the browser to, with its answer.
 * @throws {Refusal} `provider_refused` where somebody did not want to sign in there, or may not; `provider_failed` for
 * an answer that cannot be trusted.
 */
export async function finishAt(
  configuration: client.Configuration,
  answer: URL,
  checks: Checks,
): Promise<Claims> {
  try {
    const tokens = await client.authorizationCodeGrant(configuration, answer, {
      expectedState: checks.state,
      expectedNonce: checks.nonce,
      pkceCodeVerifier: checks.verifier,
      idTokenExpected: true,
    })
    const own = tokens.claims()
    if (!own) throw new Error('The provider gave no ID token')
    const { userinfo_endpoint } = configuration.serverMetadata()
    const told =
      userinfo_endpoint && (await client.fetchUserInfo(configuration, tokens.access_token, own.sub))
    const all = { ...(told || {}), ...own }
    const { sub, preferred_username, email, auth_time = 0 } = knownClaims.parse(all)
    const fresh = auth_time > Date.now() / 1000 - FRESH_S
    return { subject: sub, username: preferred_username ?? email, fresh, all }
  } catch (cause) {
    const refused = cause instanceof client.AuthorizationResponseError
    throw new Refusal(refused ? 'provider_refused' : 'provider_failed', { cause })
  }
}

/** Shows FlowAuth's secret in the way that a provider takes it, the header being the standard one. */
function secretAs(secret: string): client.ClientAuth {
  const [inHeader, inBody] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)]
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const show = methods.includes('client_secret_basic') ? inHeader : inBody
    show(server, ...rest)
  }
}

/** Lets the library reach what FlowAuth may reach, and nothing else. */
const guardedFetch: client.CustomFetch = async (url, { method, headers, body, signal }) => {
  const answer = await guardedRequest(new URL(url), {
    method,
    headers,
    ...(body === undefined || body === null ? {} : { body: String(body) }),
    signal: signal ?? AbortSignal.timeout(WITHIN_S * 1000),
  })
  return new Response(answer.text, { status: answer.status, headers: flatHeaders(answer.headers) })
}

function flatHeaders(headers: IncomingHttpHeaders): [string, string][] {
  return Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')])
}

function isConnectionFailure(error: unknown): boolean {
  return error instanceof Error && !(error instanceof client.ClientError)
}
