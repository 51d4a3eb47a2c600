import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import { type RunningFlowAuth, startFlowAuth } from '../harness/flowauth.ts'
import { type RunningProvider, startProvider } from './identity-provider.ts'
import { Person } from './person.ts'

const FIRST_PASSWORD = 'first-password-of-the-administrator'
/** The source of the pages. */
const PAGES = fileURLToPath(new URL('../../../services/flowauth/web/src/', import.meta.url))

/** A FlowAuth where there is something to see on every page. */
export interface Scene {
  readonly flowauth: RunningFlowAuth
  readonly admin: Person
  readonly ana: Person
  /** The one-time password of kofi, who has not signed in yet. */
  readonly kofisPassword: string
  /** The addresses of its FlowAPI and its identity provider. */
  readonly flowapi: string
  readonly issuer: string
  /** What stands for the variable parts of addresses, by what they are about. */
  readonly ids: Readonly<Record<'server' | 'role' | 'user' | 'kim' | 'provider', string>>
  stop(): Promise<void>
}

/**
 * Starts it: a FlowAPI, three roles of which one has expired, a provider, and people. Ana has roles, tokens and a command
 * line; kofi has not signed in yet; kim has an authenticator; lena and lou must set up a second factor; nora has no role.
 *
 * @param flowapi The address of a FlowAPI that runs.
 */
export async function startScene(flowapi: string): Promise<Scene> {
  const provider: RunningProvider = await startProvider()
  const flowauth = await startFlowAuth(inject('flowkit'), { FLOWAUTH_ADMIN_PASSWORD: FIRST_PASSWORD })
  const admin = await Person.firstSignIn(flowauth.url, 'admin', FIRST_PASSWORD)
  const server = await admin.registerServer(flowapi)
  const basics = ['run', 'get_result', 'get_available_dates']
  const counts = [...basics, 'admin3:spatial_aggregate:daily_location', 'admin3:geography:geography']
  const role = await admin.addRole(server, 'district_counts', counts)
  const travel = await admin.addRole(server, 'travel', [...basics, 'admin3:flows:flows'])
  const pilot = await admin.addRole(server, 'pilot', basics, { latest_expiry: '2026-06-30T22:00:00Z' })
  const anaPassword = await admin.addUser('ana', [role, travel, pilot])
  const kofisPassword = await admin.addUser('kofi', [role])
  const ana = await Person.firstSignIn(flowauth.url, 'ana', anaPassword)
  const kim = await Person.firstSignIn(flowauth.url, 'kim', await admin.addUser('kim', [role]))
  await kim.setUpAuthenticator()
  for (const name of ['lena', 'lou', 'nora', 'pia'])
    await Person.firstSignIn(flowauth.url, name, await admin.addUser(name))
  for (const [name, id] of [
    ['flood report', role],
    ['school holidays', travel],
  ] as const)
    await ana.send('POST', `/api/servers/${server}/tokens`, { name, roles: [{ id }] })
  await ana.letIn(await startLogin(flowauth.url), { server_id: server, roles: [{ id: role }] })
  const added = await admin.send<{ id: string }>('POST', '/api/admin/providers', {
    name: 'Ministry of Health',
    issuer: provider.issuer,
    client_id: provider.clientId,
    client_secret: provider.clientSecret,
    creates_accounts: true,
    roles_claim: 'groups',
    role_mappings: [{ claim_value: 'epidemiology', role_id: role }],
  })
  const users = await admin.send<{ id: string; username: string }[]>('GET', '/api/admin/users')
  const idOf = (name: string) => users.find(({ username }) => username === name)?.id ?? ''
  for (const name of ['lena', 'lou'])
    await admin.send('PATCH', `/api/admin/users/${idOf(name)}`, { needs_second_factor: true })
  return {
    flowauth,
    admin,
    ana,
    kofisPassword,
    flowapi,
    issuer: provider.issuer,
    ids: { server, role, user: idOf('ana'), kim: idOf('kim'), provider: added.id },
    stop: async () => {
      await flowauth.stop()
      provider.stop()
    },
  }
}

/** Has a command line ask to be let in. @returns what it shows, and what it polls with. */
export async function startLogin(flowauth: string): Promise<{ user_code: string; device_code: string }> {
  const answer = await fetch(`${flowauth}/api/device/authorization`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'flowclient 0.1.0' }),
  })
  return (await answer.json()) as { user_code: string; device_code: string }
}

/** The addresses of all pages, as the pages' own list of routes has them: a new page needs no line here. */
export function addressesOf({ ids }: Scene): { forUsers: string[]; forAdmins: string[] } {
  const routes = [...readFileSync(join(PAGES, 'app.tsx'), 'utf8').matchAll(/<Route path="([^"]+)"/g)].map(
    ([, path]) => path ?? '',
  )
  const addresses = routes.map(route => {
    if (route === '*') return '/nowhere'
    const kind = /^(?:\/admin)?\/(\w+)s\//.exec(route)?.[1] ?? ''
    const id = route.endsWith(':serverId')
      ? ids.server
      : Object.entries(ids).find(([name]) => name === kind)?.[1]
    const address = route.replace(/:\w+/, id ?? ':')
    if (address.includes(':')) throw new Error(`The scene has nothing for ${route}`)
    return address
  })
  const isForAdmins = (address: string) => address.startsWith('/admin/')
  return {
    forUsers: addresses.filter(address => !isForAdmins(address)),
    forAdmins: addresses.filter(isForAdmins),
  }
}

/** Where something is written in the source of the pages. */
export function occurrences(pattern: RegExp): string[] {
  const files = globSync('**/*.tsx', { cwd: PAGES }).map(file => readFileSync(join(PAGES, file), 'utf8'))
  return files.flatMap(source => source.match(pattern) ?? [])
}
