import { setTimeout as sleep } from 'node:timers/promises'
import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { setGlobalErrorHandler } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import type { Logger } from '../log.ts'
import type { Tracing } from './start.ts'

/** Where traces go, and which. */
export interface Export {
  readonly endpoint: string
  readonly headers: Record<string, string>
  /** Which part of all requests is traced; what comes of one request is traced with it or not at all. */
  readonly ratio: number
}

/** Spans are sent together, this often. */
const SEND_EVERY_MS = 2_000

/** Who receives them may be away when this process stops, which is no reason to wait. */
const LAST_ONES_WITHIN_MS = 3_000

/** Has all spans of this process sent by OTLP over HTTP. */
export function exportTraces(service: string, { endpoint, headers, ratio }: Export, log: Logger): Tracing {
  setGlobalErrorHandler(error => log.warn({ err: error }, 'traces could not be sent'))
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, headers })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: SEND_EVERY_MS })],
  })
  context.setGlobalContextManager(new AsyncLocalStorageContextManager())
  trace.setGlobalTracerProvider(provider)
  return {
    stop: async () => {
      const sent = provider.shutdown().catch(error => log.warn({ err: error }, 'traces could not be sent'))
      await Promise.race([sent, sleep(LAST_ONES_WITHIN_MS, undefined, { ref: false })])
    },
  }
}
