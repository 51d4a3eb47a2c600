import pg from 'pg'

/** A piece of SQL, safe to run or to build into a larger one. Only this module makes it. */
export class Sql {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toString(): string {
    return this.text
  }
}

/** What may stand in a template: SQL as it is, numbers and texts as literals, lists of SQL by commas. */
export type SqlValue = Sql | string | number | boolean | null | readonly Sql[]

/**
 * Composes SQL from a template. Values are escaped by the database driver; SQL that spans lines is indented to
 * where it stands, so that what comes out reads as if it had been written in one piece.
 */
export function sql(strings: TemplateStringsArray, ...values: readonly SqlValue[]): Sql {
  let text = strings[0] ?? ''
  values.forEach((value, index) => {
    text += indented(render(value), text) + (strings[index + 1] ?? '')
  })
  return new Sql(dedent(text))
}

/** A name, or a schema-qualified one, quoted where it has to be. */
export function name(...parts: readonly string[]): Sql {
  return new Sql(parts.map(part => (PLAIN_NAME.test(part) ? part : pg.escapeIdentifier(part))).join('.'))
}

/** A table by a name that may have its schema in front: `events.calls_20160101`. */
export function table(qualified: string): Sql {
  return name(...qualified.split('.'))
}

/** SQL as a text, for a function that runs it. What is inserted below may indent it, which means nothing to it. */
export function quoted(inner: Sql): Sql {
  return new Sql(pg.escapeLiteral(inner.text))
}

/** Pieces joined by `separator`, e.g. the branches of a UNION ALL, each of them on lines of its own. */
export function join(pieces: readonly Sql[], separator: string): Sql {
  return new Sql(pieces.map(piece => piece.text).join(separator))
}

const PLAIN_NAME = /^[a-z_][a-z0-9_]*$/

function render(value: SqlValue): string {
  if (value instanceof Sql) return value.text
  if (typeof value === 'string') return literal(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value === null) return 'NULL'
  return value.map(piece => piece.text).join(', ')
}

/** Texts of several lines would be changed by the indentation; no parameter of a query is one. */
function literal(value: string): string {
  if (/[\r\n]/.test(value)) throw new TypeError('A value in SQL must not contain line breaks')
  return pg.escapeLiteral(value)
}

function indented(inserted: string, before: string): string {
  const lastLine = before.slice(before.lastIndexOf('\n') + 1)
  return inserted.replaceAll('\n', `\n${/^ */.exec(lastLine)?.[0] ?? ''}`)
}

/** Drops the indentation that the template has in its source file. */
function dedent(text: string): string {
  const lines = text.replace(/^\n/, '').trimEnd().split('\n')
  const indents = lines.filter(line => line.trim()).map(line => /^ */.exec(line)?.[0].length ?? 0)
  const margin = text.startsWith('\n') ? Math.min(...indents) : 0
  return lines.map(line => line.slice(margin)).join('\n')
}
