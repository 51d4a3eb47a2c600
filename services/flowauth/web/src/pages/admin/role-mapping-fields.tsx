import type { ProviderContents } from '@flowkit/flowauth/api'
import { Button, Group, MultiSelect, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { roles } from '../../api/queries.ts'
import { PlusIcon } from '../../components/icons.tsx'
import { texts } from '../../texts/index.ts'

type Mappings = ProviderContents['role_mappings']

/** A value of the claim, and the roles of those who have it. */
interface Row {
  /** Tells rows apart while they are written. */
  readonly key: string
  readonly value: string
  readonly roleIds: string[]
}

interface RoleMappingFieldsProps {
  readonly mappings: Mappings
  readonly onChange: (mappings: Mappings) => void
}

/** Fields for which value of a claim gives which roles. */
export function RoleMappingFields({ mappings, onChange }: RoleMappingFieldsProps) {
  const [rows, setRows] = useState(() => rowsOf(mappings))
  const { data = [] } = useQuery(roles())
  const words = texts.adminProviders
  const choices = data.map(({ id, name, server_name }) => ({ value: id, label: `${name} (${server_name})` }))
  const set = (next: readonly Row[]) => {
    setRows(next)
    onChange(next.flatMap(({ value, roleIds }) => roleIds.map(role_id => ({ claim_value: value, role_id }))))
  }
  const change = (row: Row) => set(rows.map(each => (each.key === row.key ? row : each)))
  return (
    <Stack>
      {rows.map(row => (
        <Group key={row.key} align="flex-end" wrap="wrap">
          <TextInput
            label={words.claimValue}
            required
            maxLength={200}
            value={row.value}
            onChange={event => change({ ...row, value: event.currentTarget.value })}
          />
          <MultiSelect
            label={words.mappedRoles}
            flex="1 1 14rem"
            searchable
            data={choices}
            value={row.roleIds}
            onChange={roleIds => change({ ...row, roleIds })}
          />
          <Button
            variant="default"
            aria-label={words.removeValueLabel(row.value)}
            onClick={() => set(rows.filter(({ key }) => key !== row.key))}
          >
            {words.removeValue}
          </Button>
        </Group>
      ))}
      <div>
        <Button
          variant="default"
          leftSection={<PlusIcon />}
          onClick={() => set([...rows, { key: crypto.randomUUID(), value: '', roleIds: [] }])}
        >
          {words.addValue}
        </Button>
      </div>
    </Stack>
  )
}

function rowsOf(mappings: Mappings): readonly Row[] {
  const values = [...new Set(mappings.map(({ claim_value }) => claim_value))]
  return values.map(value => ({
    key: value,
    value,
    roleIds: mappings.filter(({ claim_value }) => claim_value === value).map(({ role_id }) => role_id),
  }))
}
