import { context, type Span, trace } from '@opentelemetry/api'
import type pg from 'pg'
import { endSpan, startSpan } from './span.ts'

/** Begins the span of a statement. Of its text only the first word is told: the rest holds values and names. */
export function startSqlSpan(statement: string): Span {
  const operation = (/^\s*(\w+)/.exec(statement)?.[1] ?? 'SQL').toUpperCase()
  return startSpan(operation, {
    side: 'asking',
    attributes: { 'db.system.name': 'postgresql', 'db.operation.name': operation },
  })
}

type Query = (...parameters: unknown[]) => unknown

/**
 * Makes a span of each statement that a pool runs as a part of something that is traced. What nobody asked for, such
 * as looking for work every second, has none; nor has a cursor, which is open for as long as its reader takes.
 */
export function traceQueries(pool: pg.Pool): void {
  const connect = pool.connect.bind(pool)
  // Who waits for a connection is called by whoever gives one back, and would take part in what that one does.
  const connectInContext = (callback?: Parameters<typeof connect>[0]) =>
    callback ? connect(context.bind(context.active(), callback)) : connect()
  pool.connect = connectInContext as typeof pool.connect

  pool.on('connect', client => {
    const query: Query = client.query.bind(client)
    const traced: Query = (...parameters) => {
      const statement = textOf(parameters[0])
      if (statement === undefined || !trace.getActiveSpan()?.isRecording()) return query(...parameters)
      const span = startSqlSpan(statement)
      const callback = parameters.at(-1)
      if (typeof callback === 'function')
        return query(...parameters.slice(0, -1), (error: unknown, result: unknown) => {
          endSpan(span, error ?? undefined)
          callback(error, result)
        })
      const answer = query(...parameters)
      if (answer instanceof Promise)
        answer.then(
          () => endSpan(span),
          error => endSpan(span, error),
        )
      else endSpan(span)
      return answer
    }
    client.query = traced as typeof client.query
  })
}

/** The text of a statement; undefined for what sends its own messages. */
function textOf(query: unknown): string | undefined {
  if (typeof query === 'string') return query
  if (typeof query !== 'object' || query === null || 'submit' in query) return undefined
  return 'text' in query && typeof query.text === 'string' ? query.text : undefined
}
