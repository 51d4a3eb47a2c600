import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import { type RunningFlowAuth, startFlowAuth } from '../harness/flowauth.ts'
import { type RunningProvider, startProvider } from './identity-provider.ts'
import { Person } from './person.ts'

const FIRST_PASSWORD = 'first-password-of-the-administrator'
const ROUTES = fileURLToPath(new URL('../../../services/flowauth/web/src/app.tsx', import.meta.url))

/** A FlowAuth where there is something to see on every page. */
export interface Scene {
  readonly flowauth: RunningFlowAuth
  readonly admin: Person
  readonly ana: Person
  /** What stands for the variable parts of addresses, by what they are about. */
  readonly ids: Readonly<Record<'server' | 'role' | 'user' | 'provider', string>>
  stop(): Promise<void>
}

/**
 * Starts it: a FlowAPI, three roles of which one has expired, users, a provider, and tokens of ana's.
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
  await admin.addUser('kofi', [role])
  const ana = await Person.firstSignIn(flowauth.url, 'ana', anaPassword)
  for (const [name, id] of [
    ['flood report', role],
    ['school holidays', travel],
  ] as const)
    await ana.send('POST', `/api/servers/${server}/tokens`, { name, roles: [{ id }] })
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
  const user = users.find(({ username }) => username === 'ana')?.id ?? ''
  return {
    flowauth,
    admin,
    ana,
    ids: { server, role, user, provider: added.id },
    stop: async () => {
      await flowauth.stop()
      provider.stop()
    },
  }
}

/** The addresses of all pages, as the pages' own list of routes has them: a new page needs no line here. */
export function addressesOf({ ids }: Scene): { forUsers: string[]; forAdmins: string[] } {
  const routes = [...readFileSync(ROUTES, 'utf8').matchAll(/<Route path="([^"]+)"/g)].map(
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
