import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import { type ColumnType, columnType, dayNumber, microseconds } from './columns.ts'
import type { Column, ReleasedRows, Row } from './released-rows.ts'

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number]

/** How a column is written: its type, and its values from what PostgreSQL wrote. */
interface ParquetColumn {
  readonly element: Omit<SchemaElement, 'name'>
  readonly read: (text: string) => unknown
}

const moment = (isAdjustedToUTC: boolean): ParquetColumn => ({
  element: { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC, unit: 'MICROS' } },
  read: microseconds,
})

/** Numbers of any precision are doubles, as they are for whoever reads JSON; documents are their JSON. */
const COLUMNS: Readonly<Record<ColumnType, ParquetColumn>> = {
  integer: { element: { type: 'INT32' }, read: Number },
  'long integer': { element: { type: 'INT64' }, read: BigInt },
  number: { element: { type: 'DOUBLE' }, read: Number },
  truth: { element: { type: 'BOOLEAN' }, read: text => text === 't' },
  day: { element: { type: 'INT32', converted_type: 'DATE' }, read: dayNumber },
  'local moment': moment(false),
  moment: moment(true),
  document: { element: { type: 'BYTE_ARRAY', converted_type: 'JSON' }, read: text => JSON.parse(text) },
  text: { element: { type: 'BYTE_ARRAY', converted_type: 'UTF8' }, read: text => text },
}

/** Large enough to be packed well and read fast, small enough to be held while it fills. */
const ROWS_PER_GROUP = 20_000

/** A Parquet file, compressed with Snappy, a row group at a time; what is kept to the end is a few bytes a group. */
export async function* parquet({ columns, batches }: ReleasedRows): AsyncGenerator<Uint8Array> {
  const written = new Written()
  const writer = new ParquetWriter({ writer: written, schema: schemaOf(columns), createdBy: 'FlowKit' })
  let group = new RowGroup(columns)
  for await (const batch of batches) {
    group.add(batch)
    if (group.rows < ROWS_PER_GROUP) continue
    await writer.write({ columnData: [...group.columns], rowGroupSize: group.rows })
    yield written.take()
    group = new RowGroup(columns)
  }
  if (group.rows > 0) await writer.write({ columnData: [...group.columns], rowGroupSize: group.rows })
  await writer.finish()
  yield written.take()
}

function schemaOf(columns: readonly Column[]): SchemaElement[] {
  const leaves = columns.map(({ name, type }) => ({
    name,
    repetition_type: 'OPTIONAL' as const,
    ...COLUMNS[columnType(type)].element,
  }))
  return [{ name: 'root', num_children: leaves.length }, ...leaves]
}

/** The values of a row group by column, which take less than the rows in which they came. */
class RowGroup {
  rows = 0
  readonly columns: readonly { readonly name: string; readonly data: unknown[] }[]
  readonly #reads: readonly ((text: string) => unknown)[]

  constructor(columns: readonly Column[]) {
    this.columns = columns.map(({ name }) => ({ name, data: [] }))
    this.#reads = columns.map(({ type }) => COLUMNS[columnType(type)].read)
  }

  add(rows: readonly Row[]): void {
    this.rows += rows.length
    for (const [index, { data }] of this.columns.entries()) {
      const read = this.#reads[index] ?? String
      for (const row of rows) {
        const text = row[index] ?? null
        data.push(text === null ? null : read(text))
      }
    }
  }
}

/** The bytes that the library has written and nobody has taken yet; its offsets count from the start of the file. */
class Written extends ByteWriter {
  take(): Uint8Array {
    const bytes = this.getBytes().slice()
    this.index = 0
    return bytes
  }
}
