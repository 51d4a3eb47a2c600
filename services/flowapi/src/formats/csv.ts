import type { ReleasedRows } from './released-rows.ts'
import { csvWriter, quoted } from './values.ts'

const LINE_END = '\r\n'

/** A line with the names of the columns, and a line for each row (RFC 4180). Nothing between commas is null. */
export async function* csv({ columns, batches }: ReleasedRows): AsyncGenerator<string> {
  const writers = columns.map(({ type }) => csvWriter(type))
  yield columns.map(({ name }) => quoted(name)).join(',') + LINE_END
  for await (const batch of batches) {
    const lines = batch.map(row =>
      writers
        .map((write, index) => {
          const value = row[index] ?? null
          return value === null ? '' : write(value)
        })
        .join(','),
    )
    yield lines.join(LINE_END) + LINE_END
  }
}
