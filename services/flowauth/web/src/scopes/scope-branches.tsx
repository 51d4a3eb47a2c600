import { Button, Checkbox, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { ChevronIcon } from '../components/icons.tsx'
import { texts } from '../texts/index.ts'
import type { ScopeNode } from './scope-tree.ts'

/** No branch puts more rows on the page at once, however many it has: the page stays quick. */
const MOST_AT_ONCE = 100

interface Choosing {
  readonly chosen: ReadonlySet<string>
  readonly set: (scopes: readonly string[], on: boolean) => void
  /** Whether what is below is shown from the beginning. */
  readonly open: boolean
}

interface ScopeBranchesProps extends Choosing {
  readonly nodes: readonly ScopeNode[]
}

/** Branches of the tree of scopes, the first hundred, and the next ones when they are asked for. */
export function ScopeBranches({ nodes, ...choosing }: ScopeBranchesProps) {
  const [limit, setLimit] = useState(MOST_AT_ONCE)
  const left = nodes.length - limit
  return (
    <ul>
      {nodes.slice(0, limit).map(node => (
        <ScopeBranch key={node.path} node={node} {...choosing} />
      ))}
      {left > 0 && (
        <li>
          <Button variant="subtle" size="compact-sm" onClick={() => setLimit(limit + MOST_AT_ONCE)}>
            {texts.scopes.next(Math.min(left, MOST_AT_ONCE), left)}
          </Button>
        </li>
      )}
    </ul>
  )
}

function ScopeBranch({ node, ...choosing }: Choosing & { readonly node: ScopeNode }) {
  const { chosen, set, open } = choosing
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
      {opened && !isLeaf && <ScopeBranches nodes={children} {...choosing} />}
    </li>
  )
}
