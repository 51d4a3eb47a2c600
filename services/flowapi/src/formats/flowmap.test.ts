import { expect, test } from 'vitest'
import { flowmap } from './flowmap.ts'
import type { Row } from './released-rows.ts'

async function written(batches: readonly (readonly Row[])[]): Promise<unknown> {
  async function* all() {
    yield* batches
  }
  let text = ''
  for await (const piece of flowmap({ columns: [], batches: all(), abandon: () => {} })) text += piece
  return JSON.parse(text)
}

const place = (id: string): Row => ['locations', JSON.stringify({ id })]
const flow = (count: number): Row => ['flows', JSON.stringify({ count })]

test.each<[what: string, batches: Row[][], locations: object[], flows: object[]]>([
  ['nothing', [], [], []],
  [
    'one batch',
    [[place('a'), place('b'), flow(1), flow(2)]],
    [{ id: 'a' }, { id: 'b' }],
    [{ count: 1 }, { count: 2 }],
  ],
  [
    'a batch that ends with the places',
    [[place('a')], [flow(1)], [flow(2)]],
    [{ id: 'a' }],
    [{ count: 1 }, { count: 2 }],
  ],
  [
    'places over several batches',
    [[place('a')], [place('b'), flow(1)]],
    [{ id: 'a' }, { id: 'b' }],
    [{ count: 1 }],
  ],
  ['places alone', [[place('a')]], [{ id: 'a' }], []],
])('%s is a document', async (_what, batches, locations, flows) => {
  expect(await written(batches)).toEqual({ locations, flows })
})
