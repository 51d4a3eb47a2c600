import type { RoleDetails, ServerWithScopes } from '@flowkit/flowauth/api'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { api } from '../../api/client.ts'
import { role, server } from '../../api/queries.ts'
import { useChange } from '../../api/use-change.ts'
import { ConfirmButton } from '../../components/confirm-button.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { texts } from '../../texts/index.ts'
import { useAddressId } from '../use-address-id.ts'
import { RoleForm } from './role-form.tsx'

const LIST = '/admin/roles'

/** Makes a role of a server's scopes. */
export function NewRolePage() {
  const serverId = useAddressId('serverId')
  const navigate = useNavigate()
  const creation = useChange((contents: object) =>
    api.send('POST', '/api/admin/roles', { ...contents, server_id: serverId }),
  )
  return (
    <Loaded of={useQuery(server(serverId))}>
      {data => (
        <Page title={texts.adminRoles.newTitle} introduction={data.name}>
          <RoleForm
            server={data}
            contents={{
              name: '',
              scopes: [],
              member_ids: [],
              longest_lifetime_minutes: data.longest_lifetime_minutes,
              latest_expiry: data.latest_expiry,
            }}
            error={creation.error}
            pending={creation.isPending}
            onSave={contents => creation.mutate(contents, { onSuccess: () => void navigate(LIST) })}
          />
        </Page>
      )}
    </Loaded>
  )
}

/** Changes a role. */
export function EditRolePage() {
  return (
    <Loaded of={useQuery(role(useAddressId()))}>{data => <LoadedRole key={data.id} role={data} />}</Loaded>
  )
}

function LoadedRole({ role }: { readonly role: RoleDetails }) {
  return (
    <Loaded of={useQuery(server(role.server_id))}>{data => <EditRole role={role} server={data} />}</Loaded>
  )
}

function EditRole(props: { readonly role: RoleDetails; readonly server: ServerWithScopes }) {
  const { role, server } = props
  const { id, server_id: _server, ...contents } = role
  const navigate = useNavigate()
  const toList = () => void navigate(LIST)
  const change = useChange((next: object) => api.send('PUT', `/api/admin/roles/${id}`, next))
  const removal = useChange(() => api.send('DELETE', `/api/admin/roles/${id}`))
  return (
    <Page
      title={role.name}
      introduction={server.name}
      action={
        <ConfirmButton
          label={texts.adminRoles.remove}
          text={texts.adminRoles.removeText(role.name)}
          change={removal}
          onDone={toList}
        />
      }
    >
      <RoleForm
        server={server}
        contents={contents}
        error={change.error}
        pending={change.isPending}
        onSave={next => change.mutate(next, { onSuccess: toList })}
      />
    </Page>
  )
}
