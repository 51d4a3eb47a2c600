import { MultiSelect, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { roles } from '../../api/queries.ts'
import { ErrorNotice } from '../../components/notices.tsx'
import { texts } from '../../texts/index.ts'

/** What a user may be and have. */
export interface UserAccess {
  readonly is_admin: boolean
  readonly needs_second_factor: boolean
  readonly role_ids: string[]
}

interface UserFieldsProps {
  readonly access: UserAccess
  readonly onChange: (access: UserAccess) => void
}

/** Fields for what a user may be and have. */
export function UserFields({ access, onChange }: UserFieldsProps) {
  const words = texts.adminUsers
  const { data = [], isSuccess, error, refetch } = useQuery(roles())
  const servers = [...new Set(data.map(({ server_name }) => server_name))]
  const groups = servers.map(group => ({
    group,
    items: data
      .filter(({ server_name }) => server_name === group)
      .map(({ id, name }) => ({ value: id, label: name })),
  }))
  return (
    <>
      <ErrorNotice error={error} retry={() => void refetch()} />
      <MultiSelect
        label={words.roles}
        description={isSuccess && data.length === 0 ? words.noRoles : undefined}
        searchable
        data={groups}
        value={access.role_ids}
        onChange={role_ids => onChange({ ...access, role_ids })}
      />
      <Switch
        label={words.isAdmin}
        description={words.isAdminHint}
        checked={access.is_admin}
        onChange={event => onChange({ ...access, is_admin: event.currentTarget.checked })}
      />
      <Switch
        label={words.needsSecondFactor}
        description={words.needsSecondFactorHint}
        checked={access.needs_second_factor}
        onChange={event => onChange({ ...access, needs_second_factor: event.currentTarget.checked })}
      />
    </>
  )
}
