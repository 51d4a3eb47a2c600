import { describe, expect, test } from 'vitest'
import { compareRows } from './agreement.ts'

const rows = (record: Record<string, number>) => new Map(Object.entries(record))

describe('rows', () => {
  test('are the same where all but the number is, and nearly the number', () => {
    expect(compareRows(rows({ a: 20, b: 30, c: 3 }), rows({ a: 20, b: 30.00001, d: 16 }))).toEqual({
      flowkit: 3,
      ours: 3,
      same: 2,
    })
  })

  test('may write a moment in different ways', () => {
    const theirs = rows({ '[["datetime","2016-01-01T00:00:00.000Z"]]': 5 })
    expect(compareRows(theirs, rows({ '[["datetime","2016-01-01 00:00:00"]]': 5 }))).toMatchObject({
      same: 1,
    })
  })

  test('without numbers are only counted', () => {
    const shapes = rows({ a: Number.NaN })
    expect(compareRows(shapes, shapes)).toEqual({ flowkit: 1, ours: 1, same: null })
  })
})
