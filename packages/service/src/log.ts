import { type DestinationStream, type Logger, pino } from 'pino'

export type { Logger } from 'pino'

/** Fields that may carry a credential; pino drops them wherever a log call passes them. */
const SECRET_FIELDS = [
  'authorization',
  'password',
  'token',
  '*.authorization',
  '*.password',
  '*.token',
  'req.headers.authorization',
]

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
    redact: { paths: SECRET_FIELDS, remove: true },
  }
  return destination ? pino(options, destination) : pino(options)
}
