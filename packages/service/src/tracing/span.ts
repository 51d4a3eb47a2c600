export type { Span } from '@opentelemetry/api'

import {
  type Attributes,
  context,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api'

const tracer = trace.getTracer('flowkit')

/** Which part a piece of work has between two programs; neither by default. */
export type Side = 'asking' | 'answering'

const KINDS: Readonly<Record<Side, SpanKind>> = { asking: SpanKind.CLIENT, answering: SpanKind.SERVER }

/** How a span is begun. */
export interface SpanStart {
  readonly side?: Side
  readonly attributes?: Attributes
  /** What it is a part of: what this program does at the moment, what another one said, or nothing. */
  readonly parent?: 'current' | 'none' | SpanContext | undefined
}

/** Begins a span that its caller ends by {@link endSpan}. */
export function startSpan(name: string, { side, attributes = {}, parent = 'current' }: SpanStart = {}): Span {
  const within =
    parent === 'current'
      ? context.active()
      : parent === 'none'
        ? ROOT_CONTEXT
        : trace.setSpanContext(ROOT_CONTEXT, parent)
  return tracer.startSpan(name, { kind: side ? KINDS[side] : SpanKind.INTERNAL, attributes }, within)
}

/**
 * Ends a span. Of an error its class or code are told, never its message, which may quote what somebody asked.
 *
 * @param error What went wrong: an error, or the status of an answer.
 */
export function endSpan(span: Span, error?: unknown): void {
  if (error !== undefined)
    span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', typeOf(error))
  span.end()
}

/** Does some work within a span; spans that are begun meanwhile are parts of it. */
export async function inSpan<T>(
  name: string,
  start: SpanStart,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const span = startSpan(name, start)
  try {
    const result = await context.with(trace.setSpan(context.active(), span), work, undefined, span)
    endSpan(span)
    return result
  } catch (error) {
    endSpan(span, error)
    throw error
  }
}

/** Does what follows within a span that is ended elsewhere. */
export function within<T>(span: Span, work: () => T): T {
  return context.with(trace.setSpan(context.active(), span), work)
}

/** What this program does at the moment, as it is told to others (W3C Trace Context); undefined when it is not traced. */
export function currentTrace(): string | undefined {
  const span = trace.getActiveSpan()
  if (!span?.isRecording()) return undefined
  const { traceId, spanId } = span.spanContext()
  return `00-${traceId}-${spanId}-01`
}

/** What another program does, by what it said of it; undefined for anything else. */
export function traceOf(text: string | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(text ?? '') ?? []
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED
  const spanContext = { traceId, spanId, traceFlags, isRemote: true }
  return trace.isSpanContextValid(spanContext) ? spanContext : undefined
}

function typeOf(error: unknown): string {
  if (typeof error === 'number') return String(error)
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
