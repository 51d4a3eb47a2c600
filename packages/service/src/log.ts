import { type DestinationStream, type Logger, pino } from 'pino'

export type { Logger } from 'pino'

const STANDARD_OUTPUT = 1

/** Names of fields that carry a credential. */
const SECRET_FIELDS = ['authorization', 'password', 'secret', 'token'] as const
/** How many objects deep such fields are looked for: a request's headers in an error's details are three. */
const DEEPEST_SECRET = 3

/** Where a log call may hold a credential; pino drops what is there. */
const SECRET_PATHS = SECRET_FIELDS.flatMap(field =>
  Array.from({ length: DEEPEST_SECRET + 1 }, (_, depth) => `${'*.'.repeat(depth)}${field}`),
)

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
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRET_PATHS, remove: true },
  }
  // Written at once: lines that wait for an asynchronous write come out of order, or not at all, when a process ends.
  return pino(options, destination ?? pino.destination({ dest: STANDARD_OUTPUT, sync: true }))
}
