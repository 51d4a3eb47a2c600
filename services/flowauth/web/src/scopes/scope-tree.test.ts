import { expect, test } from 'vitest'
import { matchingScopes, scopeTree } from './scope-tree.ts'

const SCOPES = [
  'admin3:flows:flows',
  'run',
  'admin3:flows:daily_location',
  'admin3:geography:geography',
  'get_result',
]

test('scopes are a tree by unit, kind and part, the simple ones first', () => {
  const tree = scopeTree(SCOPES)
  expect(tree.map(({ path }) => path)).toEqual(['get_result', 'run', 'admin3'])
  const [flows, geography] = tree[2]?.children ?? []
  expect(flows).toMatchObject({ label: 'flows', path: 'admin3:flows' })
  expect(flows?.scopes).toEqual(['admin3:flows:flows', 'admin3:flows:daily_location'])
  expect(flows?.children.map(({ path }) => path)).toEqual([
    'admin3:flows:daily_location',
    'admin3:flows:flows',
  ])
  expect(geography?.scopes).toEqual(['admin3:geography:geography'])
})

test('a search finds scopes by words in any order, and everything when it is empty', () => {
  expect(matchingScopes(SCOPES, 'Daily admin3')).toEqual(['admin3:flows:daily_location'])
  expect(matchingScopes(SCOPES, 'admin3:flows')).toHaveLength(2)
  expect(matchingScopes(SCOPES, ' ')).toBe(SCOPES)
  expect(matchingScopes(SCOPES, 'nothing')).toEqual([])
})
