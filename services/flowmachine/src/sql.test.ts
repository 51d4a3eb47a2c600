import { describe, expect, it } from 'vitest'
import { join, name, sql, table } from './sql.ts'

describe('sql', () => {
  it('escapes texts and leaves numbers as they are', () => {
    expect(sql`SELECT ${"O'Neill"}, ${16}, ${null}, ${true}`.text).toBe(`SELECT 'O''Neill', 16, NULL, true`)
  })

  it('cannot be broken out of by a backslash or a quote', () => {
    expect(sql`SELECT ${"\\'; DROP TABLE x --"}`.text).toBe(`SELECT  E'\\\\''; DROP TABLE x --'`)
  })

  it('refuses values with line breaks, which the layout would change', () => {
    expect(() => sql`SELECT ${'a\nb'}`).toThrow('line breaks')
  })

  it('quotes names that need it and no others', () => {
    expect(name('events', 'calls_20160101').text).toBe('events.calls_20160101')
    expect(name('odd "name"', 'Upper').text).toBe('"odd ""name"""."Upper"')
    expect(table('geography.admin3').text).toBe('geography.admin3')
  })

  it('indents what is built in to where it stands', () => {
    const inner = sql`
      SELECT a
      FROM b`
    const outer = sql`
      SELECT a
      FROM (
        ${inner}
      ) AS inner`
    expect(outer.text).toBe('SELECT a\nFROM (\n  SELECT a\n  FROM b\n) AS inner')
  })

  it('joins pieces with any separator and lists them with commas', () => {
    const pieces = [sql`SELECT 1`, sql`SELECT 2`]
    expect(join(pieces, '\nUNION ALL\n').text).toBe('SELECT 1\nUNION ALL\nSELECT 2')
    expect(sql`SELECT ${[name('a'), name('b')]}`.text).toBe('SELECT a, b')
  })
})
