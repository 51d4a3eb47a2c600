import { z } from 'zod'

/** The settings of traces, by OpenTelemetry's own names. Without an address there are none. */
export const tracingSettings = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be a http or https URL' })
    .transform(url => url.replace(/\/$/, ''))
    .optional()
    .describe('Where traces are sent by OTLP over HTTP: the address before /v1/traces.'),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .transform(keyValues)
    .optional()
    .describe('Headers to send along, such as a key: name=value,…, percent-encoded.'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number({ error: 'must be a number from 0 to 1' })
    .min(0)
    .max(1)
    .default(1)
    .describe('Which part of all requests is traced.'),
}

/** The settings, when they have been read. */
export type TracingSettings = z.output<z.ZodObject<typeof tracingSettings>>

function keyValues(text: string, context: z.RefinementCtx): Record<string, string> {
  const pairs = text.split(',').map(pair => /^\s*([\w-]+)=(.*?)\s*$/.exec(pair))
  try {
    return Object.fromEntries(
      pairs.map(pair => {
        if (!pair?.[1]) throw new Error('no name')
        return [pair[1], decodeURIComponent(pair[2] ?? '')]
      }),
    )
  } catch {
    context.addIssue({ code: 'custom', message: 'must be name=value, separated by commas, percent-encoded' })
    return z.NEVER
  }
}
