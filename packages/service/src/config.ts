import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** A configuration that cannot be used. The message names every variable that is wrong, never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Where settings are looked up; tests pass their own. */
export interface ConfigSources {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder of container secrets, one file per name. */
  readonly secretsDir: string
}

const PROCESS_SOURCES: ConfigSources = { env: process.env, secretsDir: '/run/secrets' }

/**
 * Reads a service's settings, whose names are the keys of `schema`, and validates them.
 *
 * Each name is looked up as a container secret (`/run/secrets/NAME`), then as a file that the variable
 * `NAME_FILE` points to, then as the variable `NAME`. Secrets come before variables, and a secret that is
 * itself called `…_FILE` is a value, not a path. One trailing newline is dropped: editors and `echo` add it.
 * An empty variable, file or secret counts as absent.
 *
 * @throws {ConfigError} naming each missing or unusable setting.
 */
export function loadConfig<T extends z.ZodObject>(
  schema: T,
  sources: ConfigSources = PROCESS_SOURCES,
): z.output<T> {
  const unreadable: string[] = []
  const values: Record<string, string> = {}
  for (const name of Object.keys(schema.shape)) {
    try {
      const value = lookUp(name, sources)
      if (value) values[name] = value
    } catch (error) {
      unreadable.push(`${name}: ${error instanceof Error ? error.message : 'cannot be read'}`)
    }
  }
  const parsed = schema.safeParse(values)
  if (parsed.success && unreadable.length === 0) return parsed.data
  const unusable = (parsed.error?.issues ?? [])
    .map(issue => ({ setting: issue.path.join('.') || 'settings', message: issue.message }))
    .filter(({ setting }) => !unreadable.some(line => line.startsWith(`${setting}:`)))
    .map(({ setting, message }) => `${setting}: ${message}`)
  throw new ConfigError(`The configuration cannot be used:\n  ${[...unreadable, ...unusable].join('\n  ')}`)
}

function lookUp(name: string, { env, secretsDir }: ConfigSources): string | undefined {
  for (const secret of [name, `${name}_FILE`]) {
    const path = join(secretsDir, secret)
    if (existsSync(path)) return readSecret(path)
  }
  const path = env[`${name}_FILE`]
  return path ? readSecret(path) : env[name]
}

/** The path of a container secret that is a file to be used as it is, such as a certificate; undefined without it. */
export function secretFile(
  name: string,
  { secretsDir }: ConfigSources = PROCESS_SOURCES,
): string | undefined {
  const path = join(secretsDir, name)
  return existsSync(path) ? path : undefined
}

/** @throws {Error} naming the file, and why it cannot be read. */
function readSecret(path: string): string {
  return readFileSync(path, 'utf8').replace(/\r?\n$/, '')
}

/** A setting without a default. */
export const required = () => z.string({ error: 'must be set' }).min(1, 'must be set')

/** A TCP port; 0 asks the system for a free one. */
export const port = (fallback: number) =>
  z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535).default(fallback)

/** A whole number of at least `min`. */
export const wholeNumber = (fallback: number, min = 0) =>
  z.coerce.number({ error: 'must be a whole number' }).int().min(min).default(fallback)

/** A switch: `true`, `1`, `yes`, `on` and their opposites, in any case. */
export const flag = (fallback: boolean) =>
  z
    .string()
    .toLowerCase()
    .pipe(z.enum(['true', '1', 'yes', 'on', 'false', '0', 'no', 'off'], { error: 'must be true or false' }))
    .transform(value => ['true', '1', 'yes', 'on'].includes(value))
    .default(fallback)

/** The level of a service's log. FlowKit's default shows errors only; ours also says what the service does. */
export const logLevel = () =>
  z
    .string()
    .toLowerCase()
    .pipe(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']))
    .default('info')
