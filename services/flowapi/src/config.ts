import {
  ConfigError,
  type ConfigSources,
  curveKey,
  curveKeyPairOf,
  type DatabaseAddress,
  databaseSettings,
  loadConfig,
  logLevel,
  port,
  required,
  sealKey,
  type TracingSettings,
  tracingSettings,
  wholeNumber,
} from '@flowkit/service'
import { isWeak, SMALLEST_SECRET_BYTES } from '@flowkit/tokens'
import { z } from 'zod'
import { type TokenSettings, tokenSettings, tokenSettingsOf } from './auth/settings.ts'
import type { Patience } from './http/patience.ts'
import type { Curve } from './machine/endpoint.ts'
import type { CertificateFiles } from './tls/certificate.ts'
import { certificateFiles, certificateSettings } from './tls/settings.ts'

/** FlowAPI's settings; each may be a variable, a file or a container secret. */
export const settings = z.object({
  FLOWAPI_HOST: z.string().default('127.0.0.1').describe('The address to listen on.'),
  FLOWAPI_PORT: port(9090).describe('The port to listen on.'),
  FLOWAPI_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be a http or https URL' })
    .optional()
    .describe('Where callers reach it, as its OpenAPI document says; localhost unless told.'),
  FLOWAPI_TRUSTED_PROXIES: z
    .string()
    .transform(list => list.split(',').map(proxy => proxy.trim()))
    .default([])
    .describe('Addresses whose X-Forwarded-For is believed, separated by commas; CIDR ranges are allowed.'),
  ...certificateSettings,
  FLOWAPI_LOG_LEVEL: logLevel().describe('What is logged: trace, debug, info, warn, error, fatal or silent.'),
  ...tracingSettings,
  FLOWAPI_METRICS_HOST: z.string().default('127.0.0.1').describe('The address to give metrics on.'),
  FLOWAPI_METRICS_PORT: port(0).unwrap().optional().describe('The port to give metrics on; none without it.'),

  FLOWMACHINE_HOST: z
    .string()
    .default('localhost')
    .describe('Where FlowMachine is; a name stands for all of its addresses, with a process at each.'),
  FLOWMACHINE_PORT: port(5555).describe("FlowMachine's port."),
  FLOWMACHINE_ENDPOINTS: z
    .string()
    .transform(list => list.split(',').map(endpoint => endpoint.trim()))
    .pipe(z.array(z.string().regex(/^tcp:\/\/.+:\d+$/, 'must be a comma-separated list of tcp://host:port')))
    .optional()
    .describe('Where FlowMachines are, instead of host and port: tcp://host:port, separated by commas.'),
  FLOWMACHINE_SEAL_KEY: sealKey().describe('What requests to FlowMachine are sealed with, as it expects.'),
  FLOWAPI_CURVE_SECRET_KEY: curveKey()
    .optional()
    .describe('The secret key with which this server shows FlowMachine who it is.'),
  FLOWMACHINE_CURVE_PUBLIC_KEY: curveKey().optional().describe('The public key of FlowMachine.'),
  FLOWAPI_RESPONSE_TIMEOUT: wholeNumber(60, 1).describe('How long to wait for FlowMachine, in seconds.'),

  ...databaseSettings,
  FLOWAPI_FLOWDB_USER: z.string().default('flowapi').describe('The role with which results are read.'),
  FLOWAPI_FLOWDB_PASSWORD: required().describe('Its password.'),
  FLOWAPI_FLOWDB_CONNECTIONS: wholeNumber(20, 1).describe('How many results can be read at a time.'),
  FLOWAPI_FLOWDB_STATEMENT_TIMEOUT: wholeNumber(300, 1).describe(
    'How long the database may take for the next rows of a result, in seconds.',
  ),

  FLOWAPI_STREAMS_PER_USER: wholeNumber(8, 1).describe('How many results one user may read at a time.'),
  FLOWAPI_READER_GRACE: wholeNumber(30, 1).describe(
    'For how long a reader of a result may stand still, in seconds.',
  ),
  FLOWAPI_READER_RATE: wholeNumber(10_000, 1).describe(
    'How fast a reader must be beside that, in bytes a second.',
  ),
  FLOWAPI_STREAM_DEADLINE: wholeNumber(3_600, 1).describe(
    'How long a result may take to be read, in seconds.',
  ),
  FLOWAPI_CORS_ORIGINS: z
    .string()
    .transform(list => list.split(',').map(origin => origin.trim()))
    .pipe(
      z.array(
        z.string().refine(isOrigin, 'must be a comma-separated list of origins: https://maps.example.org'),
      ),
    )
    .default([])
    .describe('Origins whose pages may call from a browser, separated by commas.'),

  ...tokenSettings,
})

type Settings = z.output<typeof settings>

/** The configuration of a gateway. */
export interface Config {
  readonly host: string
  readonly port: number
  readonly publicUrl: string
  /** Whose word is taken for where a request came from: addresses and ranges of them. */
  readonly trustedProxies: readonly string[]
  /** The certificate for HTTPS; null for plain HTTP. */
  readonly certificate: CertificateFiles | null
  readonly logLevel: string
  /** Where Prometheus reads the metrics; null where nobody does. */
  readonly metrics: { readonly host: string; readonly port: number } | null
  readonly tracing: TracingSettings
  /** `tcp://host:port`; a host name stands for all of its addresses, with a FlowMachine process at each. */
  readonly machines: readonly string[]
  /** The keys of connections to FlowMachine; without them they are plain. */
  readonly curve: Curve | undefined
  /** What requests to FlowMachine are sealed with; undefined where it believes whoever asks. */
  readonly sealKey: string | undefined
  readonly responseTimeoutMs: number
  readonly database: DatabaseAddress
  readonly databaseConnections: number
  readonly statementTimeoutMs: number
  readonly streamsPerUser: number
  readonly patience: Patience
  /** The origins whose pages may call from a browser. */
  readonly corsOrigins: readonly string[]
  readonly tokens: TokenSettings
  /** Whether the shared secret is so short that it can be guessed; allowed for systems on localhost only. */
  readonly weakKey: boolean
}

/**
 * Reads the configuration.
 *
 * @throws {ConfigError} naming what is missing, unusable or unsafe.
 */
export function readConfig(sources?: ConfigSources): Config {
  const values = loadConfig(settings, sources)
  const certificate = certificateFiles(values, sources)
  const scheme = certificate ? 'https' : 'http'
  const publicUrl = values.FLOWAPI_PUBLIC_URL ?? `${scheme}://localhost:${values.FLOWAPI_PORT}`
  const tokens = tokenSettingsOf(values)
  const weakKey = tokens.keys.keys.some(isWeak)
  if (weakKey && !(values.FLOWAPI_ALLOW_WEAK_KEYS && isLocal(publicUrl)))
    throw new ConfigError(
      `JWT_SECRET_KEY is shorter than ${SMALLEST_SECRET_BYTES} bytes and could be guessed. ` +
        'Make a longer one, e.g. with: openssl rand -hex 32. ' +
        'For a test system, FLOWAPI_ALLOW_WEAK_KEYS=true allows it while FLOWAPI_PUBLIC_URL is on localhost.',
    )
  return {
    host: values.FLOWAPI_HOST,
    port: values.FLOWAPI_PORT,
    publicUrl,
    trustedProxies: values.FLOWAPI_TRUSTED_PROXIES,
    certificate,
    logLevel: values.FLOWAPI_LOG_LEVEL,
    metrics:
      values.FLOWAPI_METRICS_PORT === undefined
        ? null
        : { host: values.FLOWAPI_METRICS_HOST, port: values.FLOWAPI_METRICS_PORT },
    tracing: values,
    machines: values.FLOWMACHINE_ENDPOINTS ?? [`tcp://${values.FLOWMACHINE_HOST}:${values.FLOWMACHINE_PORT}`],
    sealKey: values.FLOWMACHINE_SEAL_KEY,
    curve: curveOf(values),
    responseTimeoutMs: values.FLOWAPI_RESPONSE_TIMEOUT * 1_000,
    database: {
      host: values.FLOWDB_HOST,
      port: values.FLOWDB_PORT,
      database: values.FLOWDB_DATABASE,
      user: values.FLOWAPI_FLOWDB_USER,
      password: values.FLOWAPI_FLOWDB_PASSWORD,
      caPath: values.FLOWDB_CA_PATH,
    },
    databaseConnections: values.FLOWAPI_FLOWDB_CONNECTIONS,
    statementTimeoutMs: values.FLOWAPI_FLOWDB_STATEMENT_TIMEOUT * 1_000,
    streamsPerUser: values.FLOWAPI_STREAMS_PER_USER,
    patience: {
      graceMs: values.FLOWAPI_READER_GRACE * 1_000,
      bytesPerSecond: values.FLOWAPI_READER_RATE,
      deadlineMs: values.FLOWAPI_STREAM_DEADLINE * 1_000,
    },
    corsOrigins: values.FLOWAPI_CORS_ORIGINS,
    tokens,
    weakKey,
  }
}

/** @throws {ConfigError} for half of a configuration, which would leave connections plain. */
function curveOf({ FLOWAPI_CURVE_SECRET_KEY, FLOWMACHINE_CURVE_PUBLIC_KEY }: Settings): Curve | undefined {
  if (!FLOWAPI_CURVE_SECRET_KEY && !FLOWMACHINE_CURVE_PUBLIC_KEY) return undefined
  if (FLOWAPI_CURVE_SECRET_KEY && FLOWMACHINE_CURVE_PUBLIC_KEY)
    return { ...curveKeyPairOf(FLOWAPI_CURVE_SECRET_KEY), serverKey: FLOWMACHINE_CURVE_PUBLIC_KEY }
  throw new ConfigError(
    'FLOWAPI_CURVE_SECRET_KEY and FLOWMACHINE_CURVE_PUBLIC_KEY belong together: set both, or neither.',
  )
}

/** Whether a text is an origin as browsers send it: no path, and never `*`, which would be everybody. */
function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && url.origin === text && /^https?:$/.test(url.protocol)
}

/** Judged by what callers use, never by the address that is listened on: in a container that is every address. */
function isLocal(url: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname)
}
