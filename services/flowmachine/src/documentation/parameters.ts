import { DEFINITIONS, type OpenApiSchema, querySchemas } from '@flowkit/contract'

/** A parameter of a kind of query, as its documentation tells it. */
export interface Parameter {
  readonly name: string
  /** What may be given, in words; kinds of query are in `code`. */
  readonly values: string
  readonly required: boolean
  readonly description: string
}

const SCHEMAS = querySchemas()
const KIND_OF = new Map(
  Object.entries(SCHEMAS).flatMap(([name, schema]) => {
    const [kind] = list(property(schema, 'query_kind')?.enum)
    return typeof kind === 'string' ? [[name, kind] as const] : []
  }),
)

/** The parameters of a kind, in the order of its schema, without `query_kind`. */
export function parametersOf(schemaName: string): Parameter[] {
  const schema = SCHEMAS[schemaName]
  if (!schema) throw new Error(`There is no schema called ${schemaName}`)
  const required = list(schema.required)
  return Object.entries(record(schema.properties)).flatMap(([name, value]) => {
    const own = record(value)
    if (name === 'query_kind' || own.readOnly === true) return []
    return {
      name,
      values: valuesOf(own),
      required: required.includes(name),
      description: descriptionOf(own),
    }
  })
}

/** What is said of a parameter; of one that is a query or one of a group of them, what is said of these. */
function descriptionOf({ description, $ref }: OpenApiSchema): string {
  if (typeof description === 'string') return description
  return typeof $ref === 'string' ? descriptionOf(record(SCHEMAS[nameIn($ref)])) : ''
}

/** What a schema takes, in words. */
function valuesOf(schema: OpenApiSchema): string {
  if (typeof schema.$ref === 'string') return referred(schema.$ref)
  const choices = [...list(schema.oneOf), ...list(schema.anyOf), ...list(schema.allOf)].map(choice =>
    valuesOf(record(choice)),
  )
  if (choices.length > 0) return oneOf([...new Set(choices)])
  if (schema.enum) return list(schema.enum).map(String).map(code).join(', ')
  switch (schema.type) {
    case 'array':
      return `a list of ${valuesOf(record(schema.items))}`
    case 'object':
      return objectOf(schema)
    case 'integer':
      return 'a whole number'
    case 'string':
      return schema.format === 'date-time' ? 'a date, or date and time' : 'text'
    case 'boolean':
      return 'true or false'
    case 'number':
      return 'a number'
    default:
      throw new Error(`There are no words for the schema ${JSON.stringify(schema)}`)
  }
}

const NESTED = DEFINITIONS.filter(({ level }) => level === 'nested').map(({ kind }) => code(kind))

function oneOf(choices: readonly string[]): string {
  return NESTED.every(kind => choices.includes(kind))
    ? 'a query of any kind that stands inside others'
    : choices.join(', ')
}

function referred(reference: string): string {
  const name = nameIn(reference)
  const kind = KIND_OF.get(name)
  return kind ? code(kind) : valuesOf(record(SCHEMAS[name]))
}

function nameIn(reference: string): string {
  return reference.split('/').at(-1) ?? ''
}

function objectOf({ properties, additionalProperties }: OpenApiSchema): string {
  const names = Object.entries(record(properties)).map(([name, value]) => {
    const [only] = list(record(value).enum)
    return typeof only === 'string' ? `"${name}": "${only}"` : `"${name}"`
  })
  if (names.length > 0) return code(`{${names.join(', ')}}`)
  return `an object of ${valuesOf(record(additionalProperties))}`
}

function code(text: string): string {
  return `\`${text}\``
}

function property(schema: OpenApiSchema, name: string): OpenApiSchema | undefined {
  const found = record(schema.properties)[name]
  return found === undefined ? undefined : record(found)
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
