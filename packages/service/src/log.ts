import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino'

export type { Logger } from 'pino'

const STANDARD_OUTPUT = 1

/** Names of fields that carry a credential. */
const SECRET_FIELDS: ReadonlySet<string> = new Set(['authorization', 'password', 'secret', 'token'])
/** How many objects deep such fields are looked for: a request's headers in an error's details are three. */
const DEEPEST_SECRET = 3
/** Where pino looks for the error of a line. */
const ERROR_FIELD = 'err'

/**
 * The log of a service: one JSON object a line on standard output, with ISO timestamps and the level as a word.
 *
 * @param name Goes into the field `logger`, e.g. `flowapi`.
 */
export function createLogger(name: string, level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { logger: name },
    timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
    messageKey: 'event',
    formatters: {
      level: (label: string) => ({ level: label }),
      log: withoutSecrets,
    },
    serializers: { [ERROR_FIELD]: (error: Error) => stripped(stdSerializers.err(error), 1) },
  }
  // Written at once: lines that wait for an asynchronous write come out of order, or not at all, when a process ends.
  const log: Logger = pino(options, destination ?? pino.destination({ dest: STANDARD_OUTPUT, sync: true }))
  // The formatter is not given the fields of a child. Children have this method too.
  const { child } = log
  log.child = function (fields, childOptions) {
    return Reflect.apply(child, this, [withoutSecrets(fields), childOptions])
  }
  return log
}

/**
 * What is logged, without fields that carry a credential. Every line passes here: a line without any is not copied,
 * and none is looked at path by path, as pino's own redaction does, which takes longer than all the rest of it.
 */
function withoutSecrets<T extends object>(fields: T): T {
  return stripped(fields, 0)
}

function stripped<T>(value: T, depth: number): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  if (depth > DEEPEST_SECRET) return value
  if (Array.isArray(value)) {
    const kept = value.map(inner => stripped(inner, depth + 1))
    return kept.every((inner, index) => inner === value[index]) ? value : (kept as T)
  }
  const fields = Object.entries(value)
  const kept = fields.flatMap(([field, inner]) => {
    if (SECRET_FIELDS.has(field)) return []
    // What an error says of itself is looked at when its serializer has made a plain object of it.
    return [[field, depth === 0 && field === ERROR_FIELD ? inner : stripped(inner, depth + 1)] as const]
  })
  const same = kept.length === fields.length && kept.every(([, inner], index) => inner === fields[index]?.[1])
  return same ? value : (Object.fromEntries(kept) as T)
}
