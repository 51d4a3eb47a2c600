import { Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core'
import { useDeferredValue, useMemo, useState } from 'react'
import { texts } from '../texts/index.ts'
import { ScopeBranches } from './scope-branches.tsx'
import { matchingScopes, scopeTree } from './scope-tree.ts'

/** So few matches of a search are shown at once, without having to be opened. */
const FEW_MATCHES = 60

interface ScopePickerProps {
  readonly scopes: readonly string[]
  readonly chosen: ReadonlySet<string>
  readonly onChange: (chosen: ReadonlySet<string>) => void
}

/**
 * Lets some of many scopes be chosen, one by one or by unit and kind. Only what is open is on the page, so that
 * thousands of scopes are as quick as ten.
 */
export function ScopePicker({ scopes, chosen, onChange }: ScopePickerProps) {
  const [search, setSearch] = useState('')
  const searched = useDeferredValue(search)
  const found = useMemo(() => matchingScopes(scopes, searched), [scopes, searched])
  const tree = useMemo(() => scopeTree(found), [found])
  const set = (some: readonly string[], on: boolean) => {
    const next = new Set(chosen)
    for (const scope of some) on ? next.add(scope) : next.delete(scope)
    onChange(next)
  }
  const words = texts.scopes
  const searching = searched.trim() !== ''
  const tally = words.chosen(chosen.size, scopes.length)
  return (
    <Stack gap="sm">
      <TextInput
        label={words.search}
        placeholder={words.searchHint}
        value={search}
        onChange={event => setSearch(event.currentTarget.value)}
      />
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" role="status">
          {searching ? `${tally}, ${words.found(found.length)}` : tally}
        </Text>
        <Group gap="xs">
          <Button variant="default" size="compact-sm" onClick={() => set(found, true)}>
            {searching ? words.chooseFound : words.chooseAll}
          </Button>
          <Button variant="default" size="compact-sm" onClick={() => set(found, false)}>
            {searching ? words.clearFound : words.clearAll}
          </Button>
        </Group>
      </Group>
      <Paper p="sm" className="scope-tree">
        {found.length === 0 ? (
          <Text c="dimmed">{words.none}</Text>
        ) : (
          // Another search opens and closes branches: they are made anew.
          <ScopeBranches
            key={searched}
            nodes={tree}
            chosen={chosen}
            set={set}
            open={searching && found.length <= FEW_MATCHES}
          />
        )}
      </Paper>
    </Stack>
  )
}
