/** A schema of an OpenAPI document, as far as the tests look into it. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly minimum?: number
  readonly exclusiveMinimum?: number | boolean
  readonly exclusiveMaximum?: number | boolean
  readonly maximum?: number
  readonly pattern?: string
}

/** Schemas by name. */
export type Schemas = Readonly<Record<string, Schema>>

const ROOT = 'FlowmachineQuerySchema'

/** The name that a `$ref` points to. */
export function referred(schema: Schema): string {
  return schema.$ref?.split('/').at(-1) ?? ''
}

/** The kind that a schema describes; undefined for what is not a query. */
export function kindOf(schema: Schema): unknown {
  const kind = schema.properties?.query_kind
  return kind?.const ?? kind?.enum?.[0]
}

/** The names of the schemas of queries that may be asked for, and of those that may only be parts. */
export function queryNames(schemas: Schemas): { topLevel: string[]; nested: string[] } {
  const topLevel = (schemas[ROOT]?.oneOf ?? []).map(referred)
  const queries = Object.keys(schemas).filter(name => kindOf(schemas[name] ?? {}) !== undefined)
  return { topLevel, nested: queries.filter(name => !topLevel.includes(name)) }
}

/**
 * A value that a schema describes: of everything the first or smallest that is allowed, without what may be left
 * out. All dates are the same day, but for the end of a period, which is the day after; windows of hours last one hour,
 * and what distances are measured from is a position.
 */
export function exampleOf(schema: Schema, schemas: Schemas): unknown {
  if (schema.$ref) return exampleOf(schemas[referred(schema)] ?? {}, schemas)
  const [alternative] = schema.oneOf ?? schema.anyOf ?? schema.allOf ?? []
  if (alternative) return exampleOf(alternative, schemas)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map(name => [
          name,
          exampleOfField(name, schema.properties?.[name] ?? {}, schemas),
        ]),
      )
    case 'array':
      return [exampleOf(schema.items ?? {}, schemas)]
    case 'string':
      return schema.format === 'date-time' ? '2016-01-01' : 'example'
    case 'boolean':
      return false
    case 'integer':
      return Math.max(schema.minimum ?? 1, 1)
    case 'number':
      return 0.5
    default:
      throw new Error(`No example of ${JSON.stringify(schema)}`)
  }
}

/** A value of a field, which may depend on the others in ways that no schema tells. */
function exampleOfField(name: string, schema: Schema, schemas: Schemas): unknown {
  const example = exampleOf(schema, schemas)
  if (name === 'end_date') return '2016-01-02'
  if (name === 'end_hour') return Number(example) + 1
  if (name === 'reference_location')
    return { ...Object(exampleOf(withUnitOfItsOwn(schema, schemas), schemas)), aggregation_unit: 'lon-lat' }
  return example
}

/** The first of the queries that may stand in a place which names its own places, not those of a part. */
function withUnitOfItsOwn(schema: Schema, schemas: Schemas): Schema {
  const own = choicesOf(schema, schemas).find(({ required }) => required?.includes('aggregation_unit'))
  if (!own) throw new Error('No query here names its own places')
  return own
}

function choicesOf(schema: Schema, schemas: Schemas): Schema[] {
  if (schema.$ref) return choicesOf(schemas[referred(schema)] ?? {}, schemas)
  const choices = schema.oneOf ?? schema.anyOf ?? schema.allOf
  return choices ? choices.flatMap(each => choicesOf(each, schemas)) : [schema]
}
