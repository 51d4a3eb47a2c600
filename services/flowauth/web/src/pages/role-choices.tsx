import type { MyServerWithScopes } from '@flowkit/flowauth/api'
import { Box, Button, Checkbox, Group, Input, Stack, Text } from '@mantine/core'
import { useId } from 'react'
import { ScopePicker } from '../scopes/scope-picker.tsx'
import { formatMoment, isPast } from '../texts/format.ts'
import { texts } from '../texts/index.ts'
import type { Choices } from './token-choice.ts'

type HeldRole = MyServerWithScopes['roles'][number]

interface RoleChoicesProps {
  readonly roles: readonly HeldRole[]
  readonly choices: Choices
  readonly onChange: (choices: Choices) => void
}

/** Roles to be put into a token, each the whole or a part of it. Those whose date has passed cannot be chosen. */
export function RoleChoices({ roles, choices, onChange }: RoleChoicesProps) {
  const words = texts.newToken
  const set = (id: string, part: Choices[string] | undefined) => {
    const { [id]: _before, ...others } = choices
    onChange(part === undefined ? others : { ...others, [id]: part })
  }
  const label = useId()
  const usable = roles.filter(role => !isPast(role.latest_expiry))
  return (
    <Stack gap="sm" role="group" aria-labelledby={label}>
      <div>
        <Input.Label component="div" id={label}>
          {words.roles}
        </Input.Label>
        <Input.Description>{words.rolesHint}</Input.Description>
      </div>
      {usable.length > 1 && (
        <Group gap="xs">
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => onChange(Object.fromEntries(usable.map(({ id }) => [id, 'all'])))}
          >
            {words.chooseAllRoles}
          </Button>
          <Button variant="default" size="compact-sm" onClick={() => onChange({})}>
            {words.clearRoles}
          </Button>
        </Group>
      )}
      {roles.map(role => (
        <RoleChoice key={role.id} role={role} part={choices[role.id]} onChange={part => set(role.id, part)} />
      ))}
    </Stack>
  )
}

interface RoleChoiceProps {
  readonly role: HeldRole
  readonly part: Choices[string] | undefined
  /** Told what is to be taken of the role; undefined for nothing. */
  readonly onChange: (part: Choices[string] | undefined) => void
}

function RoleChoice({ role, part, onChange }: RoleChoiceProps) {
  const words = texts.newToken
  const past = isPast(role.latest_expiry)
  const inPart = part !== undefined && part !== 'all'
  return (
    <div>
      <Group justify="space-between" gap="xs" align="flex-start">
        <Checkbox
          checked={part !== undefined}
          onChange={event => onChange(event.currentTarget.checked ? 'all' : undefined)}
          disabled={past}
          label={role.name}
          description={inPart ? words.partChosen(part.size, role.scopes.length) : roleHint(role, past)}
        />
        {part === 'all' && (
          <Button variant="subtle" size="compact-sm" onClick={() => onChange(new Set(role.scopes))}>
            {words.choosePart}
          </Button>
        )}
        {inPart && (
          <Button variant="subtle" size="compact-sm" onClick={() => onChange('all')}>
            {words.wholeRole}
          </Button>
        )}
      </Group>
      {inPart && (
        <Box mt="sm" ml={{ base: 0, sm: 'xl' }}>
          <Text fw={600} size="sm" mb="xs">
            {role.name}
          </Text>
          <ScopePicker scopes={role.scopes} chosen={part} onChange={onChange} />
        </Box>
      )}
    </div>
  )
}

function roleHint({ scopes, latest_expiry }: HeldRole, past: boolean): string {
  const words = texts.newToken
  if (latest_expiry === null) return words.roleSummary(scopes.length)
  const date = formatMoment(latest_expiry)
  return past ? words.roleExpired(date) : `${words.roleSummary(scopes.length)}, ${words.roleUntil(date)}`
}
