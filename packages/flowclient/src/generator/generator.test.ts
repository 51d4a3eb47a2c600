import { readdirSync, readFileSync } from 'node:fs'
import { allScopes, DEFINITIONS, neededScopes, type Spec } from '@flowkit/contract'
import { describe, expect, test } from 'vitest'
import { scopesOfQuery } from '../scopes.ts'
import { exampleOf } from './examples.ts'
import { builderFiles } from './files.ts'
import { formatted, QUERIES } from './format.ts'
import { readContract } from './schemas.ts'

const catalogue = readContract()

test('the builders are those of the contract: if not, run pnpm --filter flowclient builders', () => {
  const files = formatted(builderFiles(catalogue))
  expect(readdirSync(QUERIES).sort()).toEqual([...files.keys()].sort())
  for (const [name, text] of files) expect(readFileSync(new URL(name, QUERIES), 'utf8')).toBe(text)
})

describe('the scopes that the client reckons a query to need', () => {
  const queries = catalogue.kinds
    .filter(({ isTop }) => isTop)
    .flatMap(kind => {
      const example = exampleOf(kind, catalogue)
      return example === undefined ? [] : [[kind.kind, example] as const]
    })

  test.each(queries)('are those of the contract: %s', (kind, example) => {
    const definition = DEFINITIONS.find(each => each.kind === kind)
    const scopes = neededScopes(definition?.schema.parse(example) as Spec)
    expect(scopesOfQuery(example)).toEqual(scopes)
    expect(allScopes()).toEqual(expect.arrayContaining(scopes))
  })
})
