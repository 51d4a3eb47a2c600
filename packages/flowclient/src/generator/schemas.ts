import { DEFINITIONS, querySchemas } from '@flowkit/contract'

/** As much of an OpenAPI schema as the contract uses for queries. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly description?: string
  readonly nullable?: boolean
  readonly readOnly?: boolean
  readonly enum?: readonly (string | number)[]
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: boolean
  readonly exclusiveMaximum?: boolean
  readonly minItems?: number
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
}

/** A parameter of a kind of query. */
export interface Field {
  readonly name: string
  readonly schema: Schema
  readonly required: boolean
  /** Whether it tells which places the query is about, or is a part that does. */
  readonly aboutPlaces: boolean
}

/** A kind of query, as its builder needs it. */
export interface Kind {
  /** As on the wire: `daily_location`. */
  readonly kind: string
  /** Its type: `DailyLocation`. */
  readonly type: string
  /** Its builder: `dailyLocation`. */
  readonly builder: string
  /** Its file, without an ending: `daily-location`. */
  readonly file: string
  /** Whether it may be asked for by itself. */
  readonly isTop: boolean
  readonly spatial: boolean
  readonly description: string
  readonly fields: readonly Field[]
}

/** All kinds of queries, and the unions of kinds that the contract gives a name. */
export interface Catalogue {
  readonly kinds: readonly Kind[]
  readonly unions: Readonly<Record<string, Schema>>
}

const ROOT = 'FlowmachineQuerySchema'

/** Reads the contract. */
export function readContract(): Catalogue {
  const schemas: Readonly<Record<string, Schema>> = querySchemas()
  const byName = new Map(DEFINITIONS.map(definition => [definition.schemaName, definition]))
  const unions = Object.fromEntries(
    Object.entries(schemas).filter(([name]) => name !== ROOT && !byName.has(name)),
  )
  // A part that may also be of a kind without places says nothing of the places of the whole.
  const isAboutPlaces = (schema: Schema): boolean => {
    const name = nameIn(schema)
    if (name !== undefined) return byName.get(name)?.spatial ?? isAboutPlaces(unions[name] ?? {})
    if (schema.items) return isAboutPlaces(schema.items)
    const members = schema.oneOf ?? schema.anyOf ?? schema.allOf ?? []
    return members.length > 0 && members.every(isAboutPlaces)
  }
  const kinds = DEFINITIONS.map(({ kind, schemaName, level, spatial }): Kind => {
    const schema = schemas[schemaName] ?? {}
    const fields = Object.entries(schema.properties ?? {})
      .filter(([name, { readOnly }]) => name !== 'query_kind' && !readOnly)
      .map(([name, field]) => ({
        name,
        schema: field,
        required: schema.required?.includes(name) ?? false,
        aboutPlaces:
          spatial && name !== 'subscriber_subset' && (name === 'aggregation_unit' || isAboutPlaces(field)),
      }))
    return {
      kind,
      type: schemaName,
      builder: kind.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      file: kind.replaceAll('_', '-'),
      isTop: level === 'top',
      spatial,
      description: schema.description ?? '',
      fields,
    }
  })
  return { kinds, unions }
}

/** The parameter or part that says which places a query is about: its own unit, or else the first such part. */
export function placesField({ fields }: Kind): Field | undefined {
  const candidates = fields.filter(({ aboutPlaces }) => aboutPlaces)
  return candidates.find(({ name }) => name === 'aggregation_unit') ?? candidates[0]
}

/** The named schema that this one refers to. */
export function nameIn({ $ref }: Schema): string | undefined {
  return $ref?.split('/').at(-1)
}
