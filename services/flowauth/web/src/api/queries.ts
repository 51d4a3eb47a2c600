import type {
  Identity,
  MyClient,
  MyServer,
  MyServerWithScopes,
  MySession,
  Provider,
  ProviderChoice,
  Role,
  RoleDetails,
  SecondFactor,
  Server,
  ServerWithScopes,
  TokenKeys,
  TokenList,
  User,
  Version,
} from '@flowkit/flowauth/api'
import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'

/** What the pages show, by address; a change makes all below its first part be read again. */
const read = <T>(path: string, ...key: readonly string[]) =>
  queryOptions({ queryKey: key, queryFn: () => api.get<T>(path) })

/** Servers that one has a role on. */
export const myServers = () => read<MyServer[]>('/api/servers', 'mine')
/** One of them, with what the roles allow. */
export const myServer = (id: string) => read<MyServerWithScopes>(`/api/servers/${id}`, 'mine', id)
/** One's tokens for it. */
export const myTokens = (id: string) => read<TokenList>(`/api/servers/${id}/tokens`, 'mine', id, 'tokens')

/** What one's account asks for beside the password. */
export const mySecondFactor = () =>
  read<SecondFactor>('/api/account/second-factor', 'account', 'second-factor')

/** Where one is signed in. */
export const mySessions = () => read<MySession[]>('/api/account/sessions', 'account', 'sessions')
/** The command lines that one has let in. */
export const myClients = () => read<MyClient[]>('/api/account/clients', 'account', 'clients')
/** One's accounts at identity providers. */
export const myIdentities = () => read<Identity[]>('/api/account/identities', 'account', 'identities')
/** Where one may sign in besides with a password. */
export const providerChoices = () => read<ProviderChoice[]>('/api/session/providers', 'providers')

/** Which FlowAuth answers. */
export const version = () => read<Version>('/version', 'version')

/** All servers. */
export const servers = () => read<Server[]>('/api/admin/servers', 'admin', 'servers')
/** One server, with its scopes. */
export const server = (id: string) =>
  read<ServerWithScopes>(`/api/admin/servers/${id}`, 'admin', 'servers', id)
/** Everybody's tokens for it. */
export const serverTokens = (id: string) =>
  read<TokenList>(`/api/admin/servers/${id}/tokens`, 'admin', 'servers', id, 'tokens')
/** All roles. */
export const roles = () => read<Role[]>('/api/admin/roles', 'admin', 'roles')
/** One role, with its scopes and members. */
export const role = (id: string) => read<RoleDetails>(`/api/admin/roles/${id}`, 'admin', 'roles', id)
/** Everybody. */
export const users = () => read<User[]>('/api/admin/users', 'admin', 'users')
/** One user. */
export const user = (id: string) => read<User>(`/api/admin/users/${id}`, 'admin', 'users', id)
/** All identity providers. */
export const providers = () => read<Provider[]>('/api/admin/providers', 'admin', 'providers')
/** What FlowAPI knows tokens by. */
export const tokenKeys = () => read<TokenKeys>('/api/admin/token-keys', 'admin', 'token-keys')
