import { parseQuery, querySchemas } from '@flowkit/contract'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { EXAMPLES } from './examples.ts'

/*
 * Queries of every kind, each with one thing changed: the OpenAPI document and the server accept the same of them, but
 * for rules that a schema of OpenAPI 3.0 cannot say.
 */

/** What the server says of a query that the document has nothing against. Dates are a format, which checks nothing there. */
const BEYOND_FORM = [
  /^Not a valid datetime\.$/,
  /^Must be ascending\.$/,
  /^Must give n_bins or bin_list\.$/,
  // Labels are named by whoever asks, and have shapes that can be told apart.
  /^Must have 1 to 20 labels\.$/,
  /^Must be one of: (home, |work, )*unknown\.$/,
  /^Must be polygons whose edges do not meet/,
  /^Must not meet the label \w+\.$/,
]

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Path = readonly (string | number)[]

/** What stands in the place of each value of a query, one after the other. */
const REPLACEMENTS: readonly Json[] = [
  null,
  true,
  1,
  -1,
  0.5,
  1e30,
  'text',
  '',
  '2016-13-45',
  'admin9',
  [],
  ['text'],
  {},
  { query_kind: 'nothing' },
]

function* changed(spec: Json): Generator<Json> {
  yield spec
  for (const path of paths(spec)) {
    const value = at(spec, path)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      yield withValue(spec, path, { ...value, surplus: 1 })
    if (path.length === 0) continue
    yield without(spec, path)
    for (const replacement of REPLACEMENTS) yield withValue(spec, path, replacement)
  }
}

function paths(value: Json, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => paths(inner, [...path, key]))]
}

function at(spec: Json, path: Path): Json {
  return path.reduce<Json>((value, key) => Reflect.get(Object(value), key), spec)
}

function withValue(spec: Json, path: Path, value: Json): Json {
  const [key, ...rest] = path
  if (key === undefined) return value
  const copy = structuredClone(spec)
  Reflect.set(Object(copy), key, withValue(at(spec, [key]), rest, value))
  return copy
}

function without(spec: Json, path: Path): Json {
  const parent = structuredClone(at(spec, path.slice(0, -1)))
  const key = path.at(-1) ?? ''
  if (Array.isArray(parent)) parent.splice(Number(key), 1)
  else Reflect.deleteProperty(Object(parent), key)
  return withValue(spec, path.slice(0, -1), parent)
}

/** What OpenAPI 3.0 says in its own way, as JSON Schema says it. */
function asJsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(asJsonSchema)
  if (typeof schema !== 'object' || schema === null) return schema
  const { nullable, discriminator, exclusiveMinimum, exclusiveMaximum, ...rest } = schema as Record<
    string,
    unknown
  >
  const said = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, asJsonSchema(inner)]))
  if (exclusiveMinimum === true) said.exclusiveMinimum = said.minimum
  if (exclusiveMaximum === true) said.exclusiveMaximum = said.maximum
  return nullable === true ? { anyOf: [said, { type: 'null' }] } : said
}

const ajv = new Ajv({ strict: false, validateFormats: false })
ajv.addSchema({ $id: 'document', components: { schemas: asJsonSchema(querySchemas()) } })
const accepts = ajv.compile({ $ref: 'document#/components/schemas/FlowmachineQuerySchema' })

/** The messages of a refusal, wherever they stand. */
function messagesIn(refusal: unknown): string[] {
  if (typeof refusal === 'string') return [refusal]
  return typeof refusal === 'object' && refusal !== null ? Object.values(refusal).flatMap(messagesIn) : []
}

/** Examples with what tells them from others of their kind. */
const NAMED = EXAMPLES.map(example => ({
  ...example,
  name: [example.kind, example.variant].filter(Boolean).join(', '),
}))

describe('the OpenAPI document and the server', () => {
  it.each(NAMED)('accept and refuse the same queries: $name', ({ spec }) => {
    let accepted = 0
    let refused = 0
    for (const query of changed(spec as Json)) {
      const parsed = parseQuery(query)
      const text = JSON.stringify(query)
      if (parsed.ok) {
        expect(accepts(query), text).toBe(true)
        accepted += 1
      } else {
        refused += 1
        if (accepts(query))
          expect(
            messagesIn(parsed.messages).filter(message => !BEYOND_FORM.some(rule => rule.test(message))),
            text,
          ).toEqual([])
      }
    }
    expect(accepted).toBeGreaterThan(0)
    expect(refused).toBeGreaterThan(10)
  })
})
