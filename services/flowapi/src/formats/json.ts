import type { Column, ReleasedRows, Row } from './released-rows.ts'
import { jsonWriter } from './values.ts'

/** `{"query_id": …, "query_result": [a row as an object, …]}` */
export function json(queryId: string, rows: ReleasedRows): AsyncGenerator<string> {
  return jsonRows(`{"query_id":${JSON.stringify(queryId)},"query_result":[`, rows)
}

/** The rows as JSON objects in a list that `opening` opens, in an object that ends with the list. */
export async function* jsonRows(opening: string, { columns, batches }: ReleasedRows): AsyncGenerator<string> {
  const writeRow = rowWriter(columns)
  let separator = ''
  yield opening
  for await (const batch of batches) {
    yield separator + batch.map(writeRow).join(',\n')
    separator = ',\n'
  }
  yield ']}'
}

function rowWriter(columns: readonly Column[]): (row: Row) => string {
  const fields = columns.map(({ name, type }) => ({
    key: `${JSON.stringify(name)}:`,
    write: jsonWriter(type),
  }))
  return row =>
    `{${fields
      .map(({ key, write }, index) => {
        const value = row[index] ?? null
        return key + (value === null ? 'null' : write(value))
      })
      .join(',')}}`
}
