import {
  authorityPath,
  type DatabaseAddress,
  databasePassword,
  databaseSettings,
  flag,
  loadConfig,
  port,
  required,
  SHORTEST_KEY,
  wholeNumber,
} from '@flowkit/service'
import { z } from 'zod'
import { FlowDbError } from './errors.ts'
import type { RetentionPolicy } from './retention/policy.ts'
import type { Login } from './roles.ts'
import { parseSize } from './sizes.ts'
import type { TuningOverrides } from './tuning.ts'

const superuserSettings = {
  ...databaseSettings,
  POSTGRES_USER: z.string().default('flowdb').describe('The superuser.'),
  POSTGRES_PASSWORD: databasePassword().describe('Its password.'),
}

const sourceSettings = z.object({
  SOURCE_FLOWDB_HOST: required().describe('Where the FlowKit database is that is imported.'),
  SOURCE_FLOWDB_PORT: port(9000).describe('Its port.'),
  SOURCE_FLOWDB_DATABASE: z.string().default('flowdb').describe('Its name.'),
  SOURCE_FLOWDB_USER: z.string().default('flowmachine').describe('A role that may read it.'),
  SOURCE_FLOWDB_PASSWORD: databasePassword().describe("The role's password."),
  SOURCE_FLOWDB_CA_PATH: authorityPath('that database'),
})

/** An IANA name that Node knows. Whether PostgreSQL knows it as well is asked when the database is at hand. */
const timezone = z.string().refine(isTimezone, 'must be the IANA name of a time zone, such as Asia/Kathmandu')

const migrateSettings = z.object({
  ...superuserSettings,
  FLOWDB_TIMEZONE: timezone
    .optional()
    .describe('The time zone of days and hours, an IANA name; it cannot change once there are events.'),
  FLOWMACHINE_FLOWDB_USER: z
    .string()
    .default('flowmachine')
    .describe('The role of FlowMachine, which is made.'),
  FLOWMACHINE_FLOWDB_PASSWORD: databasePassword().describe('Its password.'),
  FLOWAPI_FLOWDB_USER: z.string().default('flowapi').describe('The role of FlowAPI, which is made.'),
  FLOWAPI_FLOWDB_PASSWORD: databasePassword().describe('Its password.'),
})

const size = () =>
  z.string().transform((text, context) => {
    const bytes = parseSize(text)
    if (bytes !== undefined) return bytes
    context.addIssue({ code: 'custom', message: 'must be a size such as 16GB, or a number of bytes' })
    return z.NEVER
  })

const count = (min: number, max = 1_000_000) =>
  z.coerce.number({ error: 'must be a whole number' }).int().min(min).max(max)

const tuningSettings = z.object({
  FLOWDB_TOTAL_MEMORY: size()
    .optional()
    .describe('What the server may take, such as 16GB; what the container or machine has unless told.'),
  SHARED_BUFFERS_SIZE: size()
    .optional()
    .describe("PostgreSQL's shared_buffers; a quarter of the memory unless told."),
  EFFECTIVE_CACHE_SIZE: size()
    .optional()
    .describe("PostgreSQL's effective_cache_size; computed from the memory unless told."),
  MAX_CPUS: count(1)
    .optional()
    .describe('How many processors to count on; those that there are unless told.'),
  MAX_WORKERS: count(0).optional().describe('How many parallel workers the server may have.'),
  MAX_WORKERS_PER_GATHER: count(0)
    .optional()
    .describe('How many parallel workers one step of a query may have.'),
  JIT: flag(false).describe('Whether queries are compiled.'),
  STATS_TARGET: count(1, 10_000).optional().describe("PostgreSQL's default_statistics_target."),
  MAX_LOCKS_PER_TRANSACTION: wholeNumber(1024, 10).describe("PostgreSQL's max_locks_per_transaction."),
})

const pseudonymSettings = z.object({
  FLOWDB_PSEUDONYM_KEY: required()
    .refine(key => Buffer.byteLength(key) >= SHORTEST_KEY, `must have ${SHORTEST_KEY} bytes at least`)
    .describe("The deployment's key, which turns identifiers into pseudonyms."),
})

const keptDays = (what: string) =>
  count(1, 36_500).optional().describe(`How many days of ${what} are kept; all unless told.`)

const retentionSettings = z.object({
  FLOWDB_RETENTION_RAW_DAYS: keptDays('raw events'),
  FLOWDB_RETENTION_RAW_CALLS_DAYS: keptDays('raw calls'),
  FLOWDB_RETENTION_RAW_SMS_DAYS: keptDays('raw SMS'),
  FLOWDB_RETENTION_RAW_MDS_DAYS: keptDays('raw mobile data sessions'),
  FLOWDB_RETENTION_RAW_TOPUPS_DAYS: keptDays('raw top-ups'),
  FLOWDB_RETENTION_RAW_FORWARDS_DAYS: keptDays('raw forwarded calls'),
  FLOWDB_RETENTION_DERIVED_DAYS: keptDays('events, raw and derived,'),
  FLOWDB_RETENTION_RESULTS_DAYS: keptDays('stored results about single subscribers'),
  FLOWDB_RETENTION_MOBILE_MONEY_DAYS: keptDays('mobile money'),
})

/** All settings of the command, by what they are for. */
export const settings = {
  database: z.object(superuserSettings),
  migrate: migrateSettings,
  tuning: tuningSettings,
  ingest: pseudonymSettings,
  import: sourceSettings,
  retention: retentionSettings,
}

/** What `flowdb migrate` needs to know. */
export interface MigrateConfig {
  readonly database: DatabaseAddress
  /** The deployment's time zone; undefined leaves it as it is, or UTC where it was never set. */
  readonly timezone: string | undefined
  readonly logins: readonly Login[]
}

/**
 * Where the database is, and its superuser.
 *
 * @throws {ConfigError} naming each setting that is missing or cannot be used.
 */
export function loadDatabaseConfig(): DatabaseAddress {
  return addressOf(loadConfig(z.object(superuserSettings)))
}

/**
 * Where the database is that `flowdb import` reads, and how it logs in there.
 *
 * @throws {ConfigError} naming each setting that is missing or cannot be used.
 */
export function loadSourceConfig(): DatabaseAddress {
  const config = loadConfig(sourceSettings)
  return {
    host: config.SOURCE_FLOWDB_HOST,
    port: config.SOURCE_FLOWDB_PORT,
    database: config.SOURCE_FLOWDB_DATABASE,
    user: config.SOURCE_FLOWDB_USER,
    password: config.SOURCE_FLOWDB_PASSWORD,
    caPath: config.SOURCE_FLOWDB_CA_PATH,
  }
}

/**
 * The settings of `flowdb migrate`.
 *
 * @throws {ConfigError} naming each setting that is missing or cannot be used.
 */
export function loadMigrateConfig(): MigrateConfig {
  const config = loadConfig(migrateSettings)
  return {
    database: addressOf(config),
    timezone: config.FLOWDB_TIMEZONE,
    logins: [
      {
        group: 'flowmachine',
        user: config.FLOWMACHINE_FLOWDB_USER,
        password: config.FLOWMACHINE_FLOWDB_PASSWORD,
      },
      { group: 'flowapi', user: config.FLOWAPI_FLOWDB_USER, password: config.FLOWAPI_FLOWDB_PASSWORD },
    ],
  }
}

/**
 * The deployment's key, which turns identifiers into pseudonyms.
 *
 * @throws {ConfigError} where there is none, or it is too short.
 */
export function loadPseudonymKey(): string {
  return loadConfig(pseudonymSettings).FLOWDB_PSEUDONYM_KEY
}

/**
 * How long each kind of data is kept. What has no setting is kept for good; a setting of a type goes before that of
 * all raw events.
 *
 * @throws {ConfigError} naming each setting that cannot be used.
 * @throws {FlowDbError} where raw events would be kept longer than what queries read of them.
 */
export function loadRetentionConfig(): RetentionPolicy {
  const config = loadConfig(retentionSettings)
  const derived = config.FLOWDB_RETENTION_DERIVED_DAYS
  const all = config.FLOWDB_RETENTION_RAW_DAYS
  const raw = {
    calls: config.FLOWDB_RETENTION_RAW_CALLS_DAYS ?? all,
    sms: config.FLOWDB_RETENTION_RAW_SMS_DAYS ?? all,
    mds: config.FLOWDB_RETENTION_RAW_MDS_DAYS ?? all,
    topups: config.FLOWDB_RETENTION_RAW_TOPUPS_DAYS ?? all,
    forwards: config.FLOWDB_RETENTION_RAW_FORWARDS_DAYS ?? all,
  }
  const longest = Math.max(0, ...Object.values(raw).map(days => days ?? 0))
  if (derived !== undefined && longest > derived)
    throw new FlowDbError(
      `Raw events go with what was derived of them: they cannot be kept for ${longest} days where ` +
        `FLOWDB_RETENTION_DERIVED_DAYS is ${derived}.`,
    )
  return {
    raw,
    derived,
    results: config.FLOWDB_RETENTION_RESULTS_DAYS,
    mobileMoney: config.FLOWDB_RETENTION_MOBILE_MONEY_DAYS,
  }
}

/**
 * What the administrator has decided about the server's tuning.
 *
 * @throws {ConfigError} naming each setting that cannot be used.
 */
export function loadTuningConfig(): TuningOverrides {
  const config = loadConfig(tuningSettings)
  return {
    totalMemory: config.FLOWDB_TOTAL_MEMORY,
    sharedBuffers: config.SHARED_BUFFERS_SIZE,
    effectiveCacheSize: config.EFFECTIVE_CACHE_SIZE,
    cpus: config.MAX_CPUS,
    workers: config.MAX_WORKERS,
    workersPerGather: config.MAX_WORKERS_PER_GATHER,
    jit: config.JIT,
    statisticsTarget: config.STATS_TARGET,
    locksPerTransaction: config.MAX_LOCKS_PER_TRANSACTION,
  }
}

/**
 * What PostgreSQL's own programs find a database by: its address and password, beside everything that this process was
 * given. Only the same user sees it.
 */
export function programEnvironment(address: DatabaseAddress): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PGHOST: address.host,
    PGPORT: String(address.port),
    PGUSER: address.user,
    PGPASSWORD: address.password,
    PGDATABASE: address.database,
    ...(address.caPath === undefined ? {} : { PGSSLMODE: 'verify-full', PGSSLROOTCERT: address.caPath }),
  }
}

function addressOf(config: z.output<z.ZodObject<typeof superuserSettings>>): DatabaseAddress {
  return {
    host: config.FLOWDB_HOST,
    port: config.FLOWDB_PORT,
    database: config.FLOWDB_DATABASE,
    user: config.POSTGRES_USER,
    password: config.POSTGRES_PASSWORD,
    caPath: config.FLOWDB_CA_PATH,
  }
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
