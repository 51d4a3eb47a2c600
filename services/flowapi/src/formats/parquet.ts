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
  let group: Row[] = []
  for await (const batch of batches) {
    group.push(...batch)
    if (group.length < ROWS_PER_GROUP) continue
    yield* writeGroup(group)
    group = []
  }
  if (group.length > 0) yield* writeGroup(group)
  await writer.finish()
  yield written.take()

  async function* writeGroup(rows: readonly Row[]): AsyncGenerator<Uint8Array> {
    await writer.write({ columnData: columnsOf(columns, rows), rowGroupSize: rows.length })
    yield written.take()
  }
}

function schemaOf(columns: readonly Column[]): SchemaElement[] {
  const leaves = columns.map(({ name, type }) => ({
    name,
    repetition_type: 'OPTIONAL' as const,
    ...COLUMNS[columnType(type)].element,
  }))
  return [{ name: 'root', num_children: leaves.length }, ...leaves]
}

function columnsOf(columns: readonly Column[], rows: readonly Row[]) {
  return columns.map(({ name, type }, index) => {
    const { read } = COLUMNS[columnType(type)]
    const data = rows.map(row => {
      const text = row[index] ?? null
      return text === null ? null : read(text)
    })
    return { name, data }
  })
}

/** The bytes that the library has written and nobody has taken yet; its offsets count from the start of the file. */
class Written extends ByteWriter {
  take(): Uint8Array {
    const bytes = this.getBytes().slice()
    this.index = 0
    return bytes
  }
}
