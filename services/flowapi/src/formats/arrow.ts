import {
  AsyncByteQueue,
  Bool,
  type Data,
  type DataType,
  DateDay,
  Field,
  Float64,
  Int32,
  Int64,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMicrosecond,
  Utf8,
  vectorFromArray,
} from 'apache-arrow'
import { type ColumnType, columnType, dayNumber, microseconds } from './columns.ts'
import type { ReleasedRows, Row } from './released-rows.ts'

/** How a column is written: its type, and its values from what PostgreSQL wrote. */
interface ArrowColumn {
  readonly type: DataType
  readonly read: (text: string) => unknown
  /** The type of the values, where the library would convert them to that of the column. */
  readonly raw?: DataType
}

const moment = (timezone: string | null): ArrowColumn => ({
  type: new TimestampMicrosecond(timezone),
  read: microseconds,
  raw: new Int64(),
})

const DAY_MS = 86_400_000

/** Numbers of any precision are doubles, as they are for whoever reads JSON; documents are their JSON. */
const COLUMNS: Readonly<Record<ColumnType, ArrowColumn>> = {
  integer: { type: new Int32(), read: Number },
  'long integer': { type: new Int64(), read: BigInt },
  number: { type: new Float64(), read: Number },
  truth: { type: new Bool(), read: text => text === 't' },
  day: { type: new DateDay(), read: text => milliseconds(dayNumber(text)) },
  'local moment': moment(null),
  moment: moment('UTC'),
  document: { type: new Utf8(), read: text => text },
  text: { type: new Utf8(), read: text => text },
}

/** An Arrow IPC stream: the schema, then a record batch for each batch of rows. */
export async function* arrow({ columns, batches }: ReleasedRows): AsyncGenerator<Uint8Array> {
  const written = columns.map(({ type }) => COLUMNS[columnType(type)])
  const schema = new Schema(
    columns.map(({ name, type }) => new Field(name, COLUMNS[columnType(type)].type, true)),
  )
  const bytes = new Written()
  const writer = new RecordBatchStreamWriter()
  writer.reset(bytes, schema)
  for await (const rows of batches) {
    const children = written.map((column, index) => columnData(column, rows, index))
    const type = new Struct(schema.fields)
    writer.write(new RecordBatch(schema, makeData({ type, length: rows.length, nullCount: 0, children })))
    yield bytes.take()
  }
  writer.finish()
  yield bytes.take()
}

function columnData({ type, read, raw = type }: ArrowColumn, rows: readonly Row[], index: number): Data {
  const values = rows.map(row => {
    const text = row[index] ?? null
    return text === null ? null : read(text)
  })
  const [data] = vectorFromArray(values, raw).data
  if (!data) throw new Error('A batch without rows cannot be written')
  return raw === type ? data : data.clone(type)
}

/** The bytes that the library has written and nobody has taken yet. */
class Written extends AsyncByteQueue {
  take(): Uint8Array {
    return Buffer.concat(this._values.splice(0))
  }
}

/** The library takes days as milliseconds. */
function milliseconds(days: number | null): number | null {
  return days === null ? null : days * DAY_MS
}
