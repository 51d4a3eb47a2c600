import type {
  MyServer,
  MyServerWithScopes,
  Role,
  RoleDetails,
  Server,
  ServerWithScopes,
  TokenKey,
  TokenList,
  User,
} from '@flowkit/flowauth/api'
import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'

/** What the pages show, by address; a change makes all below its first part be read again. */
const read = <T>(path: string, ...key: readonly string[]) =>
  queryOptions({ queryKey: key, queryFn: () => api.get<T>(path) })

export const myServers = () => read<MyServer[]>('/api/servers', 'mine')
export const myServer = (id: string) => read<MyServerWithScopes>(`/api/servers/${id}`, 'mine', id)
export const myTokens = (id: string) => read<TokenList>(`/api/servers/${id}/tokens`, 'mine', id, 'tokens')

export const servers = () => read<Server[]>('/api/admin/servers', 'admin', 'servers')
export const server = (id: string) =>
  read<ServerWithScopes>(`/api/admin/servers/${id}`, 'admin', 'servers', id)
export const serverTokens = (id: string) =>
  read<TokenList>(`/api/admin/servers/${id}/tokens`, 'admin', 'servers', id, 'tokens')
export const roles = () => read<Role[]>('/api/admin/roles', 'admin', 'roles')
export const role = (id: string) => read<RoleDetails>(`/api/admin/roles/${id}`, 'admin', 'roles', id)
export const users = () => read<User[]>('/api/admin/users', 'admin', 'users')
export const user = (id: string) => read<User>(`/api/admin/users/${id}`, 'admin', 'users', id)
export const tokenKey = () => read<TokenKey>('/api/admin/token-key', 'admin', 'token-key')
