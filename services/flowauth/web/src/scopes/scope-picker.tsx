import { Button, Checkbox, Group, Paper, Stack, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useDeferredValue, useMemo, useState } from 'react'
import { ChevronIcon } from '../components/icons.tsx'
import { texts } from '../texts/index.ts'
import { matchingScopes, type ScopeNode, scopeTree } from './scope-tree.ts'

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
  const shown = useMemo(() => matchingScopes(scopes, searched), [scopes, searched])
  const tree = useMemo(() => scopeTree(shown), [shown])
  const set = (some: readonly string[], on: boolean) => {
    const next = new Set(chosen)
    for (const scope of some) on ? next.add(scope) : next.delete(scope)
    onChange(next)
  }
  const open = searched.trim() !== '' && shown.length <= FEW_MATCHES
  return (
    <Stack gap="sm">
      <TextInput
        label={texts.scopes.search}
        placeholder={texts.scopes.searchHint}
        value={search}
        onChange={event => setSearch(event.currentTarget.value)}
      />
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" role="status">
          {texts.scopes.chosen(chosen.size, scopes.length)}
        </Text>
        <Group gap="xs">
          <Button variant="default" size="compact-sm" onClick={() => set(shown, true)}>
            {texts.scopes.selectShown}
          </Button>
          <Button variant="default" size="compact-sm" onClick={() => set(shown, false)}>
            {texts.scopes.clearShown}
          </Button>
        </Group>
      </Group>
      <Paper p="sm">
        {shown.length === 0 ? (
          <Text c="dimmed">{texts.scopes.none}</Text>
        ) : (
          <ul className="scope-tree">
            {/* Where a search opens or closes branches, they are made anew. */}
            {tree.map(node => (
              <ScopeBranch key={`${node.path}${open}`} node={node} chosen={chosen} set={set} open={open} />
            ))}
          </ul>
        )}
      </Paper>
    </Stack>
  )
}

interface ScopeBranchProps {
  readonly node: ScopeNode
  readonly chosen: ReadonlySet<string>
  readonly set: (scopes: readonly string[], on: boolean) => void
  /** Whether what is below is shown from the beginning. */
  readonly open: boolean
}

function ScopeBranch({ node, chosen, set, open }: ScopeBranchProps) {
  const [opened, setOpened] = useState(open)
  const { label, path, scopes, children } = node
  const isLeaf = children.length === 0
  const count = scopes.reduce((sum, scope) => sum + Number(chosen.has(scope)), 0)
  const tally = `${count}/${scopes.length}`
  const explanation = (texts.scopes.simple as Readonly<Record<string, string | undefined>>)[path]
  return (
    <li>
      <div className={isLeaf ? 'scope-row scope-leaf' : 'scope-row'}>
        {!isLeaf && (
          <UnstyledButton
            aria-expanded={opened}
            aria-label={opened ? texts.scopes.collapse(path) : texts.scopes.expand(path)}
            onClick={() => setOpened(!opened)}
          >
            <ChevronIcon down={opened} />
          </UnstyledButton>
        )}
        <Checkbox
          label={isLeaf ? (explanation ?? label) : `${explanation ?? label} (${tally})`}
          // What is above it tells those who see the tree what it belongs to.
          aria-label={isLeaf ? (explanation ?? path) : `${path} (${tally})`}
          checked={count === scopes.length}
          indeterminate={count > 0 && count < scopes.length}
          onChange={event => set(scopes, event.currentTarget.checked)}
        />
      </div>
      {opened && !isLeaf && (
        <ul>
          {children.map(child => (
            <ScopeBranch key={child.path} node={child} chosen={chosen} set={set} open={open} />
          ))}
        </ul>
      )}
    </li>
  )
}
