import type { z } from 'zod'
import { type CanonicalQuery, topLevelQuery } from './queries/index.ts'

/** What is wrong with a spec: messages by field, nested as the spec is; list members by their index. */
export interface ValidationMessages {
  [field: string]: string[] | ValidationMessages
}

/** A value that passed, or what is wrong with it. */
export type Validated<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly messages: ValidationMessages }

export type ParsedQuery =
  | { readonly ok: true; readonly spec: CanonicalQuery }
  | { readonly ok: false; readonly messages: ValidationMessages }

/** Deeper than any query can be; a recursive parser must not be led further. */
const DEEPEST_NESTING = 32

/** Parses any spelling of a query that may be asked for into its canonical form. */
export function parseQuery(input: unknown): ParsedQuery {
  const parsed = validate(topLevelQuery, input)
  return parsed.ok ? { ok: true, spec: parsed.value } : parsed
}

/** Parses by any schema, with FlowKit's messages by field where that fails. */
export function validate<S extends z.ZodType>(schema: S, input: unknown): Validated<z.output<S>> {
  if (isDeeperThan(input, DEEPEST_NESTING))
    return { ok: false, messages: { _schema: [`Must not be nested deeper than ${DEEPEST_NESTING} levels.`] } }
  const parsed = schema.safeParse(input, { error: describe, reportInput: true })
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, messages: toMessages(parsed.error.issues) }
}

/** FlowKit's messages by field for a schema's issues. */
function toMessages(issues: readonly z.core.$ZodIssue[]): ValidationMessages {
  const messages: ValidationMessages = {}
  for (const issue of issues.flatMap(mostSpecific)) {
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys) add(messages, [...issue.path, key], 'Unknown field.')
    else add(messages, issue.path, issue.message)
  }
  return messages
}

/** Of a union that nothing matched, the issues of the alternative that got furthest. */
function mostSpecific(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue]
  const depth = (issues: readonly z.core.$ZodIssue[]) => Math.max(...issues.map(each => each.path.length))
  const closest = issue.errors.reduce((best, next) => (depth(next) > depth(best) ? next : best))
  if (depth(closest) === 0) return [issue]
  return closest.flatMap(inner => mostSpecific({ ...inner, path: [...issue.path, ...inner.path] }))
}

function add(messages: ValidationMessages, path: readonly PropertyKey[], message: string): void {
  const [head = '_schema', ...rest] = path
  const field = String(head)
  const present = Object.hasOwn(messages, field) ? messages[field] : undefined
  if (rest.length === 0) {
    if (Array.isArray(present)) present.push(message)
    else if (present) add(present, ['_schema'], message)
    else define(messages, field, [message])
    return
  }
  const nested: ValidationMessages = Array.isArray(present) ? { _schema: present } : (present ?? {})
  add(nested, rest, message)
  define(messages, field, nested)
}

/** Sets a field whatever its name, `__proto__` among them. */
function define(messages: ValidationMessages, field: string, value: string[] | ValidationMessages): void {
  Object.defineProperty(messages, field, { value, enumerable: true, configurable: true, writable: true })
}

function describe(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_union' && issue.note === 'No matching discriminator') {
    const given = (issue.input as Record<string, unknown>)[String(issue.discriminator)]
    return given === undefined ? MISSING : oneOf(issue.options as readonly unknown[])
  }
  if (issue.input === undefined) return MISSING
  if (issue.input === null) return 'Field may not be null.'
  switch (issue.code) {
    case 'invalid_value':
      return oneOf(issue.values)
    case 'invalid_type':
      return `Not a valid ${TYPE_NAMES[issue.expected] ?? issue.expected}.`
    case 'too_small':
      if (issue.origin === 'array' || issue.origin === 'string')
        return `Shorter than minimum length ${issue.minimum}.`
      return `Must be greater than ${issue.inclusive ? 'or equal to ' : ''}${issue.minimum}.`
    case 'too_big':
      return `Must be less than ${issue.inclusive ? 'or equal to ' : ''}${issue.maximum}.`
    default:
      return undefined
  }
}

const MISSING = 'Missing data for required field.'
const TYPE_NAMES: Readonly<Record<string, string>> = { array: 'list', object: 'mapping', int: 'integer' }
const oneOf = (values: readonly unknown[]) => `Must be one of: ${values.join(', ')}.`

function isDeeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) return true
    level = level.flatMap(item => (typeof item === 'object' && item !== null ? Object.values(item) : []))
  }
  return false
}
