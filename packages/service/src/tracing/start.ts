import type { Logger } from '../log.ts'
import type { TracingSettings } from './settings.ts'

/** Traces that are being made. */
export interface Tracing {
  /** Sends what has not been sent, and makes no more. */
  stop(): Promise<void>
}

/**
 * Starts to make traces, where it is set where to send them. Otherwise nothing is loaded but the interface, whose spans
 * are empty and cost next to nothing.
 *
 * @param service What this program is called in them, such as `flowapi`.
 */
export async function startTracing(
  service: string,
  { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...settings }: TracingSettings,
  log: Logger,
): Promise<Tracing | null> {
  if (endpoint === undefined) return null
  const { exportTraces } = await import('./export.ts')
  const headers = settings.OTEL_EXPORTER_OTLP_HEADERS ?? {}
  return exportTraces(service, { endpoint, headers, ratio: settings.OTEL_TRACES_SAMPLER_ARG }, log)
}
