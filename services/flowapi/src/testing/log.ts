import { createLogger, type Logger } from '@flowkit/service'

/** A log that keeps its lines, parsed. */
export interface KeptLog {
  readonly log: Logger
  readonly lines: Record<string, unknown>[]
}

export function keptLog(): KeptLog {
  const lines: Record<string, unknown>[] = []
  return { lines, log: createLogger('flowapi', 'info', { write: line => lines.push(JSON.parse(line)) }) }
}
