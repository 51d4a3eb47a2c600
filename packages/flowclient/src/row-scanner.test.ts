import { describe, expect, test } from 'vitest'
import { ConnectionFailed, UnexpectedAnswer } from './errors.ts'
import { RowScanner } from './row-scanner.ts'

/** The rows of a result that arrives in these pieces. */
function rowsOf(pieces: readonly string[]): unknown[] {
  const scanner = new RowScanner()
  const rows = pieces.flatMap(piece => scanner.take(piece))
  scanner.end()
  return rows
}

const ROWS = [
  { pcod: 'XA.1', value: 17 },
  { text: 'a "quoted" \\ backslash, ]} and {[ in a text', null: null },
  { nested: { list: [1, [2, {}], []], map: { geometry: [[0.5, -1e-7]] } } },
  {},
  { 'Bjørnøya 🗺️': true },
]
const RESULT = `{"query_id": "an-id", "extra": [1, {"query_result": [{}]}], "query_result":[${ROWS.map(row => JSON.stringify(row)).join(', ')}], "more": {"a": []}}\n`

describe('the rows of a result', () => {
  test('are given in order, whatever they hold', () => {
    expect(rowsOf([RESULT])).toEqual(ROWS)
  })

  test('are the same wherever the text is split', () => {
    for (let at = 0; at <= RESULT.length; at += 1)
      expect(rowsOf([RESULT.slice(0, at), RESULT.slice(at)]), `split at ${at}`).toEqual(ROWS)
  })

  test('are the same when each character arrives by itself', () => {
    expect(rowsOf(RESULT.split(''))).toEqual(ROWS)
  })

  test('are given as soon as they are complete', () => {
    const scanner = new RowScanner()
    expect(scanner.take('{"query_id":"an-id", "query_result":[{"value":1}')).toEqual([{ value: 1 }])
    expect(scanner.take(', {"value":')).toEqual([])
    expect(scanner.take('2},{"value":3}, {')).toEqual([{ value: 2 }, { value: 3 }])
  })

  test.each(['{"query_id":"an-id", "query_result":[]}', '{"query_result":[ \n ]}'])(
    'may be none: %s',
    text => {
      expect(rowsOf([text])).toEqual([])
    },
  )
})

describe('a result that stops', () => {
  test('is never taken for the whole, wherever it stops', () => {
    const end = RESULT.trimEnd().length
    for (let at = 0; at < end; at += 1)
      expect(() => rowsOf([RESULT.slice(0, at)]), `stopped at ${at}`).toThrow(ConnectionFailed)
  })

  test('is not taken for the whole when an error message follows', () => {
    expect(() => rowsOf(['{"query_result":[{"value":1}, {"val', 'Internal server error'])).toThrow(
      ConnectionFailed,
    )
    expect(() => rowsOf(['{"query_result":[{"value":1}]', '<html>'])).toThrow(ConnectionFailed)
  })
})

describe('what is no result', () => {
  test.each([
    ['rows without a comma between them', '{"query_result":[{"value":1} {"value":2}]}'],
    ['a comma too many', '{"query_result":[{"value":1},]}'],
    ['a comma before the first row', '{"query_result":[,{"value":1}]}'],
    ['a row that is not JSON', '{"query_result":[{value:1}]}'],
    ['a row that is a list', '{"query_result":[[1]]}'],
    ['a row that is a number', '{"query_result":[1]}'],
    ['rows that end with a brace', '{"query_result":[{"value":1}}'],
  ])('is refused: %s', (_, text) => {
    expect(() => rowsOf([text])).toThrow(UnexpectedAnswer)
  })

  test('is refused when a comma is missing between two pieces', () => {
    expect(() => rowsOf(['{"query_result":[{"value":1}', '{"value":2}]}'])).toThrow(UnexpectedAnswer)
  })

  test.each(['[]', '{"query_id":"an-id"}', '{"query_result":{}}', 'null', ''])(
    'ends without rows: %s',
    text => {
      expect(() => rowsOf([text])).toThrow(ConnectionFailed)
    },
  )

  test('is refused before it fills the memory', () => {
    const scanner = new RowScanner()
    const flood = () => {
      for (let piece = 0; piece < 1_000; piece += 1) scanner.take('no result '.repeat(100))
    }
    expect(flood).toThrow(UnexpectedAnswer)
  })
})
