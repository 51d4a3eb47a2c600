import type { ReleasedRows } from './released-rows.ts'

/**
 * What flowmap.gl draws: `{"locations": [{id, lat, lon}, …], "flows": [{origin, dest, count}, …]}`. Each row is a
 * document, and says in the column before it whether it belongs to `locations`; those come first.
 */
export async function* flowmap({ batches }: ReleasedRows): AsyncGenerator<string> {
  let list = 'locations'
  let separator = ''
  yield '{"locations":['
  for await (const batch of batches) {
    const pieces = batch.map(([rowList, item]) => {
      const opening = rowList === list ? separator : '],"flows":['
      list = rowList ?? list
      separator = ',\n'
      return `${opening}${item}`
    })
    yield pieces.join('')
  }
  yield list === 'locations' ? '],"flows":[]}' : ']}'
}
