import { availableParallelism } from 'node:os'
import {
  authorityPath,
  curveKey,
  databaseSettings,
  loadConfig,
  logLevel,
  port,
  required,
  SHORTEST_KEY,
  sealKey,
  tracingSettings,
  wholeNumber,
} from '@flowkit/service'
import { z } from 'zod'

/** A setting that, when it is not given, leaves what the database has. */
const wholeNumberOrNone = (min = 1) =>
  z.coerce.number({ error: 'must be a whole number' }).int().min(min).optional()

/** FlowMachine's settings; each may be a variable, a file or a container secret. */
export const settings = z.object({
  ...databaseSettings,
  FLOWMACHINE_FLOWDB_USER: z
    .string()
    .default('flowmachine')
    .describe('The role with which queries are computed.'),
  FLOWMACHINE_FLOWDB_PASSWORD: required().describe('Its password.'),
  REDIS_HOST: z.string().default('localhost').describe('Where Redis is.'),
  REDIS_PORT: port(6379).describe("Redis' port."),
  REDIS_PASSWORD: required().describe("Redis' password."),
  REDIS_CA_PATH: authorityPath('Redis'),
  FLOWMACHINE_HOST: z.string().default('127.0.0.1').describe('The address to listen on.'),
  FLOWMACHINE_PORT: port(5555).describe('The port to listen on.'),
  ...tracingSettings,
  FLOWMACHINE_METRICS_HOST: z.string().default('127.0.0.1').describe('The address to give metrics on.'),
  FLOWMACHINE_METRICS_PORT: port(0)
    .unwrap()
    .optional()
    .describe('The port to give metrics on; none without it.'),
  FLOWMACHINE_SEAL_KEY: sealKey().describe(
    'What FlowAPI seals its requests with: with it nobody else is believed who asks.',
  ),
  FLOWMACHINE_CURVE_SECRET_KEY: curveKey()
    .optional()
    .describe('The secret key with which this server shows FlowAPI who it is.'),
  FLOWAPI_CURVE_PUBLIC_KEYS: z
    .string()
    .transform(list => list.split(',').map(key => key.trim()))
    .pipe(z.array(curveKey()))
    .optional()
    .describe('The public keys of those that may talk to it.'),
  FLOWMACHINE_SAMPLING_KEY: required().describe('The secret with which random samples are drawn.'),
  FLOWMACHINE_SERVER_THREADPOOL_SIZE: wholeNumber(Math.max(2, availableParallelism()), 1).meta({
    description: 'How many queries this process computes at a time.',
    default: 'as many as processors, 2 at least',
  }),
  FLOWMACHINE_COMPUTING_MEMORY_MB: wholeNumber(0).describe(
    "What all queries that this process computes at a time may take of the database server's memory for sorts and hashes, in megabytes; 0 is as much as its shared buffers.",
  ),
  FLOWMACHINE_SLICE_SUBSCRIBERS: wholeNumber(25_000, 1).describe(
    'How many subscribers are computed at a time by one process of the database server, where a result has rows of single ones.',
  ),
  FLOWMACHINE_TAKEOVER_SECONDS: wholeNumber(15, 1).describe(
    'How long a process may be silent before others take over its queries.',
  ),
  FLOWMACHINE_DRAIN_SECONDS: wholeNumber(10).describe(
    'How long what is being computed may go on when the process is told to stop; then it is left to others.',
  ),
  FLOWMACHINE_QUERY_TIME_LIMIT_SECONDS: wholeNumber(6 * 3_600, 1).describe(
    'How long one query, or one part of one, may be computed.',
  ),
  FLOWMACHINE_INTEREST_SECONDS: wholeNumber(24 * 3_600, 1).describe(
    'For how long a query is computed for somebody who neither asks for it nor polls it.',
  ),
  FLOWMACHINE_USER_RUNNING_LIMIT: wholeNumber(0).describe(
    'How many queries are computed for one user at a time, over all processes; 0 for any number.',
  ),
  FLOWMACHINE_USER_WAITING_LIMIT: wholeNumber(1_000).describe(
    'For how many queries one user may wait; 0 for any number.',
  ),
  FLOWMACHINE_RESULT_GRACE_SECONDS: wholeNumber(3_600).describe(
    'How long a result stays readable after newer data or a newer run have replaced it.',
  ),
  FLOWMACHINE_GRANT_SECONDS: wholeNumber(7_200, 1).describe(
    "How long FlowAPI may take to say how the delivery of a result ended, before the ledger says that this is unknown; longer than FlowAPI's FLOWAPI_STREAM_DEADLINE.",
  ),
  CACHE_SIZE: wholeNumberOrNone().describe('How many bytes stored results may take.'),
  CACHE_HALF_LIFE: wholeNumberOrNone().describe('After how many uses of the cache a use counts half.'),
  CACHE_PROTECTED_PERIOD: wholeNumberOrNone(-1).describe(
    'For how many seconds a new result is kept in any case; -1 for no protection.',
  ),
  FLOWMACHINE_LOG_LEVEL: logLevel().describe(
    'What is logged: trace, debug, info, warn, error, fatal or silent.',
  ),
})

const pseudonymSettings = z.object({
  FLOWDB_PSEUDONYM_KEY: required().refine(
    key => Buffer.byteLength(key) >= SHORTEST_KEY,
    `must have ${SHORTEST_KEY} bytes at least`,
  ),
})

/**
 * The deployment's key for pseudonyms, which lists of plain identifiers need.
 *
 * @throws {ConfigError} where there is none, or it is too short.
 */
export function loadPseudonymKey(): string {
  return loadConfig(pseudonymSettings).FLOWDB_PSEUDONYM_KEY
}

export type Settings = z.output<typeof settings>
