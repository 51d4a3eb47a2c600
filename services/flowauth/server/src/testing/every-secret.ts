import { createHash, randomBytes } from 'node:crypto'
import type { DeviceCodes } from '../api/devices.ts'
import type { PasskeyCeremony, SecondFactorChoice } from '../api/passkeys.ts'
import type { Provider } from '../api/providers.ts'
import type { AuthenticatorSetup, BackupCodes } from '../api/second-factor.ts'
import type { MintedToken } from '../api/tokens.ts'
import { authenticatorCode } from './authenticator.ts'
import type { TestBrowser } from './browser.ts'
import { registration } from './descriptions.ts'
import { GOOD_PASSWORD, type TestFlowAuth } from './flowauth.ts'
import type { TestProvider } from './identity-provider.ts'
import { SecurityKey } from './security-key.ts'

/** Every kind of secret that FlowAuth gives out or takes. */
export const KINDS = [
  'session access token',
  'refresh token',
  'device cookie',
  'FlowAPI token',
  'revocation list',
  'ID token',
  'authorization code',
  'kept sign-in at a provider',
  'state of a sign-in at a provider',
  'setup of an authenticator',
  'backup code',
  'passkey challenge',
  'code challenge',
  'password',
  'one-time password',
  'device code',
  'user code',
  'client refresh token',
] as const
export type Kind = (typeof KINDS)[number]

/** One of each kind, and who can make use of it. */
export interface EverySecret {
  readonly secrets: Readonly<Record<Kind, string>>
  readonly provider: Provider
  /** The browser in which the authenticator is being set up, and what the app has been given. */
  readonly setterUp: TestBrowser
  readonly setupSecret: string
  /** A key of the user `keyed`, and the ceremony that the challenge is of. */
  readonly key: SecurityKey
  readonly ceremony: string
}

const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

/**
 * Makes one of each kind where it is made in earnest, for users of these names: `plain` has a password alone, `ana` backup
 * codes, `keyed` a passkey, `setter` an authenticator that is not confirmed yet, and `newcomer` a one-time password.
 */
export async function makeEverySecret(flowauth: TestFlowAuth, elsewhere: TestProvider): Promise<EverySecret> {
  await flowauth.addUser('root', true)
  const admin = await flowauth.signIn('root')
  const { body: provider } = await admin.post<Provider>('/api/admin/providers', {
    name: 'Ministry',
    issuer: elsewhere.issuer,
    client_id: elsewhere.clientId,
    client_secret: elsewhere.clientSecret,
    creates_accounts: true,
    roles_claim: null,
    role_mappings: [],
  })
  await elsewhere.allowRedirect(provider.redirect_url)
  const atTheProvider = await goToProvider(flowauth, elsewhere, provider)

  await flowauth.addUser('plain')
  const plain = await flowauth.signIn('plain')
  await flowauth.addUser('setter')
  const setterUp = await flowauth.signIn('setter')
  const proposal = await proposeAuthenticator(setterUp)
  const keyed = await addKeyedUser(flowauth)
  return {
    secrets: {
      'session access token': plain.cookie('flowauth-access') ?? '',
      'refresh token': plain.cookie('flowauth-refresh') ?? '',
      'device cookie': plain.cookie('flowauth-device') ?? '',
      'revocation list': await (await fetch(`${flowauth.url}/revocations`)).text(),
      'ID token': await idToken(elsewhere, provider),
      'authorization code': atTheProvider.code,
      'kept sign-in at a provider': atTheProvider.kept,
      'state of a sign-in at a provider': atTheProvider.state,
      'code challenge': atTheProvider.challenge,
      'setup of an authenticator': proposal.setup,
      'passkey challenge': keyed.challenge,
      password: GOOD_PASSWORD,
      'one-time password': await flowauth.addNewcomer('newcomer'),
      ...(await secretsOfAna(flowauth, admin)),
    },
    provider,
    setterUp,
    setupSecret: proposal.secret,
    key: keyed.key,
    ceremony: keyed.ceremony,
  }
}

/** Goes to the provider as somebody and stops before coming back. */
export async function goToProvider(flowauth: TestFlowAuth, elsewhere: TestProvider, { id }: Provider) {
  const browser = flowauth.browser()
  const begun = await browser.post<{ url: string }>(`/api/session/providers/${id}`, { page: '/' })
  const answer = await elsewhere.visit(begun.body.url, { subject: 'x-1', username: 'xavier' })
  return {
    kept: browser.cookie('flowauth-provider') ?? '',
    state: answer.searchParams.get('state') ?? '',
    code: answer.searchParams.get('code') ?? '',
    challenge: new URL(begun.body.url).searchParams.get('code_challenge') ?? '',
  }
}

/** Signs in as the user who has a passkey. @returns what it has to sign. */
export async function beginWithPasskey(
  flowauth: TestFlowAuth,
): Promise<{ ceremony: string; challenge: string }> {
  const credentials = { username: 'keyed', password: GOOD_PASSWORD }
  const { body } = await flowauth.browser().post<{ payload: SecondFactorChoice }>('/api/session', credentials)
  const { passkey } = body.payload
  return { ceremony: passkey?.ceremony ?? '', challenge: String(passkey?.options.challenge) }
}

/** Sends a form as programs do. */
export async function sendForm<Body>(
  flowauth: TestFlowAuth,
  path: string,
  form: Readonly<Record<string, string>>,
): Promise<{ status: number; body: Partial<Body> }> {
  const body = new URLSearchParams(form)
  const response = await fetch(`${flowauth.url}/api/device/${path}`, { method: 'POST', body })
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
}

/** Asks for tokens with a device code. */
export const poll = (flowauth: TestFlowAuth, deviceCode: string) =>
  sendForm<{ refresh_token: string }>(flowauth, 'token', {
    grant_type: DEVICE_CODE_GRANT,
    device_code: deviceCode,
  })

async function proposeAuthenticator(browser: TestBrowser): Promise<AuthenticatorSetup> {
  return (await browser.post<AuthenticatorSetup>('/api/account/second-factor/proposal')).body
}

async function addKeyedUser(flowauth: TestFlowAuth) {
  await flowauth.addUser('keyed')
  const browser = await flowauth.signIn('keyed')
  const key = new SecurityKey('http://localhost:9091')
  const { body } = await browser.post<PasskeyCeremony>('/api/account/passkeys/proposal')
  const response = key.create(body.options)
  await browser.post('/api/account/passkeys', { ceremony: body.ceremony, name: 'key', response })
  return { key, ...(await beginWithPasskey(flowauth)) }
}

/** What somebody has who may make tokens: one, backup codes, and command lines that wait or have been let in. */
async function secretsOfAna(flowauth: TestFlowAuth, admin: TestBrowser) {
  const id = await flowauth.addUser('ana')
  const { body: server } = await admin.post<{ id: string }>('/api/admin/servers', registration('X'))
  const { body: role } = await admin.post<{ id: string }>('/api/admin/roles', {
    server_id: server.id,
    name: 'analyst',
    scopes: ['run'],
    member_ids: [id],
    longest_lifetime_minutes: 60,
    latest_expiry: null,
  })
  const ana = await flowauth.signIn('ana')
  const roles = [{ id: role.id }]
  const minted = await ana.post<MintedToken>(`/api/servers/${server.id}/tokens`, { name: 'x', roles })
  const { secret, setup } = await proposeAuthenticator(ana)
  const { body: backup } = await ana.send<BackupCodes>('PUT', '/api/account/second-factor', {
    setup,
    code: authenticatorCode(secret),
  })
  const wait = async () =>
    (await sendForm<DeviceCodes>(flowauth, 'authorization', { client_id: 'flowclient' })).body
  const letIn = async () => {
    const { user_code, device_code = '' } = await wait()
    const { body } = await ana.post<{ id: string }>('/api/account/device-requests', { user_code })
    await ana.send('PUT', `/api/account/device-requests/${body.id}`, { server_id: server.id, roles })
    return device_code
  }
  return {
    'FlowAPI token': minted.body.jwt,
    'backup code': backup.codes[0] ?? '',
    'user code': (await wait()).user_code ?? '',
    'device code': await letIn(),
    'client refresh token': (await poll(flowauth, await letIn())).body.refresh_token ?? '',
  }
}

/** An ID token of the provider for FlowAuth, got with FlowAuth's own secret. */
async function idToken(elsewhere: TestProvider, { redirect_url }: Provider): Promise<string> {
  const verifier = randomBytes(32).toString('base64url')
  const query = new URLSearchParams({
    client_id: elsewhere.clientId,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: redirect_url,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: 'x',
  })
  const answer = await elsewhere.visit(`${elsewhere.issuer}/auth?${query}`, { subject: 'x-1' })
  const response = await fetch(`${elsewhere.issuer}/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${elsewhere.clientId}:${encodeURIComponent(elsewhere.clientSecret)}`)}`,
    },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: answer.searchParams.get('code') ?? '',
      redirect_uri: redirect_url,
      code_verifier: verifier,
    }),
  })
  const { id_token } = (await response.json()) as { id_token: string }
  return id_token
}
