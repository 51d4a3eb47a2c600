import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { tracingSettings } from './settings.ts'
import { currentTrace, inSpan, traceOf } from './span.ts'

const settings = z.object(tracingSettings)

describe('the settings', () => {
  test('are OpenTelemetry’s', () => {
    expect(
      settings.parse({
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/',
        OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%2Cb, tenant=flowkit',
        OTEL_TRACES_SAMPLER_ARG: '0.25',
      }),
    ).toEqual({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
      OTEL_EXPORTER_OTLP_HEADERS: { 'api-key': 'a,b', tenant: 'flowkit' },
      OTEL_TRACES_SAMPLER_ARG: 0.25,
    })
  })

  test.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'secret'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'key=%'],
    ['OTEL_TRACES_SAMPLER_ARG', '2'],
  ])('%s cannot be %s', (name, value) => {
    expect(settings.safeParse({ [name]: value }).success).toBe(false)
  })
})

/** The example of the W3C's recommendation. */
const EXAMPLE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

describe('what another program says of its trace', () => {
  test('is understood', () => {
    expect(traceOf(EXAMPLE)).toEqual({
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '00f067aa0ba902b7',
      traceFlags: 1,
      isRemote: true,
    })
  })

  test.each([
    undefined,
    '',
    'no trace',
    EXAMPLE.toUpperCase(),
    '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
    `${EXAMPLE}-more`,
  ])('is not looked at when it is %s', text => {
    expect(traceOf(text)).toBeUndefined()
  })
})

describe('where nothing is traced', () => {
  test('work is done as it would be', async () => {
    expect(await inSpan('work', {}, async () => currentTrace() ?? 'untraced')).toBe('untraced')
    const failure = new Error('broken')
    await expect(inSpan('work', {}, () => Promise.reject(failure))).rejects.toBe(failure)
  })

  test('what makes and sends traces is not even loaded', async () => {
    const service = fileURLToPath(new URL('../../dist/index.js', import.meta.url))
    const script = `
      import { registerHooks } from 'node:module'
      const loaded = new Set()
      registerHooks({ resolve: (specifier, context, next) => (loaded.add(specifier), next(specifier, context)) })
      const { startTracing } = await import(${JSON.stringify(service)})
      const tracing = await startTracing('test', { OTEL_TRACES_SAMPLER_ARG: 1 })
      console.log(JSON.stringify({ tracing, loaded: [...loaded].filter(name => name.startsWith('@opentelemetry/')) }))`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
    expect(JSON.parse(stdout)).toEqual({ tracing: null, loaded: ['@opentelemetry/api'] })
  })
})
