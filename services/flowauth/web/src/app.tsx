import { Route, Routes } from 'react-router'
import { Shell } from './layout/shell.tsx'
import { AccountPage } from './pages/account-page.tsx'
import { AuditPage } from './pages/admin/audit-page.tsx'
import { NewUserPage } from './pages/admin/new-user-page.tsx'
import { NewProviderPage, ProviderPage } from './pages/admin/provider-pages.tsx'
import { ProvidersPage } from './pages/admin/providers-page.tsx'
import { RegisterServerPage } from './pages/admin/register-server-page.tsx'
import { EditRolePage, NewRolePage } from './pages/admin/role-pages.tsx'
import { RolesPage } from './pages/admin/roles-page.tsx'
import { ServerPage } from './pages/admin/server-page.tsx'
import { ServersPage } from './pages/admin/servers-page.tsx'
import { TokenKeysPage } from './pages/admin/token-keys-page.tsx'
import { UserPage } from './pages/admin/user-page.tsx'
import { UsersPage } from './pages/admin/users-page.tsx'
import { DevicePage } from './pages/device-page.tsx'
import { MyServersPage } from './pages/my-servers-page.tsx'
import { NewTokenPage } from './pages/new-token-page.tsx'
import { NotFoundPage } from './pages/not-found-page.tsx'
import { TokensPage } from './pages/tokens-page.tsx'
import { SessionGate } from './session/session-gate.tsx'

/** All pages, by address. */
export function App() {
  return (
    <SessionGate>
      <Shell>
        <Routes>
          <Route path="/" element={<MyServersPage />} />
          <Route path="/servers/:id" element={<TokensPage />} />
          <Route path="/servers/:id/new-token" element={<NewTokenPage />} />
          <Route path="/account" element={<AccountPage />} />
          <Route path="/device" element={<DevicePage />} />
          <Route path="/admin/servers" element={<ServersPage />} />
          <Route path="/admin/servers/new" element={<RegisterServerPage />} />
          <Route path="/admin/servers/:id" element={<ServerPage />} />
          <Route path="/admin/roles" element={<RolesPage />} />
          <Route path="/admin/roles/new/:serverId" element={<NewRolePage />} />
          <Route path="/admin/roles/:id" element={<EditRolePage />} />
          <Route path="/admin/users" element={<UsersPage />} />
          <Route path="/admin/users/new" element={<NewUserPage />} />
          <Route path="/admin/users/:id" element={<UserPage />} />
          <Route path="/admin/providers" element={<ProvidersPage />} />
          <Route path="/admin/providers/new" element={<NewProviderPage />} />
          <Route path="/admin/providers/:id" element={<ProviderPage />} />
          <Route path="/admin/key" element={<TokenKeysPage />} />
          <Route path="/admin/audit" element={<AuditPage />} />
          <Route path="*" element={<NotFoundPage />} />
        </Routes>
      </Shell>
    </SessionGate>
  )
}
