import { type Catalogue, type Kind, nameIn, type Schema } from './schemas.ts'
import { SHARED_TYPES, shapeOf } from './shared-types.ts'
import { docblock, isIdentifier } from './text.ts'

/** How a named type is written where it is used, and what has to be imported for it. */
export interface TypeWriter {
  /** The type of a parameter. */
  field(name: string, schema: Schema, unit: string | undefined): string
  /** The type of a schema that has no name. */
  type(schema: Schema, unit: string | undefined): string
  /** The shared types, with the schemas that they stand for. */
  readonly shared: ReadonlyMap<string, Schema>
}

/** Writes types of TypeScript for the contract's schemas. */
export function typeWriter({ kinds, unions }: Catalogue): TypeWriter {
  const byType = new Map(kinds.map(kind => [kind.type, kind]))
  const shared = new Map<string, Schema>()
  for (const { name, field, isMember } of SHARED_TYPES) {
    const found = kinds.flatMap(kind => kind.fields).find(each => each.name === field)?.schema
    const schema = isMember ? found?.items : found
    if (schema !== undefined) shared.set(name, schema)
  }

  const isGeneric = (name: string): boolean => {
    const union = unions[name]
    return union === undefined
      ? (byType.get(name)?.spatial ?? false)
      : (union.oneOf ?? union.anyOf ?? []).every(member => isGeneric(nameIn(member) ?? ''))
  }

  const type = (schema: Schema, unit: string | undefined): string => {
    const name = nameIn(schema)
    if (name !== undefined) return unit !== undefined && isGeneric(name) ? `${name}<${unit}>` : name
    const union = schema.oneOf ?? schema.anyOf ?? schema.allOf
    if (union !== undefined) return [...new Set(union.map(member => type(member, unit)))].join(' | ')
    if (schema.enum !== undefined) return schema.enum.map(value => JSON.stringify(value)).join(' | ')
    switch (schema.type) {
      case 'string':
      case 'boolean':
        return schema.type
      case 'number':
      case 'integer':
        return 'number'
      case 'array':
        return `readonly (${type(schema.items ?? {}, unit)})[]`
      case 'object':
        return typeof schema.additionalProperties === 'object'
          ? `Readonly<Record<string, ${type(schema.additionalProperties, unit)}>>`
          : `{ ${members(schema)} }`
      default:
        throw new Error(`There is no type for the schema ${JSON.stringify(schema)}`)
    }
  }

  const members = ({ properties = {}, required = [] }: Schema): string =>
    Object.entries(properties)
      .map(([name, schema]) => {
        const key = isIdentifier(name) ? name : JSON.stringify(name)
        return `${docblock(schema.description ?? '')}readonly ${key}${optional(required.includes(name), schema, field(name, schema, undefined))}`
      })
      .join('\n')

  const field = (name: string, schema: Schema, unit: string | undefined): string => {
    if (name === 'aggregation_unit' && unit !== undefined) return unit
    const known = SHARED_TYPES.find(each => each.field === name)
    const stood = known && shared.get(known.name)
    const given = known?.isMember ? schema.items : schema
    if (!known || !stood || !given || shapeOf(stood) !== shapeOf(given)) return type(schema, unit)
    return known.isMember ? `readonly ${known.name}[]` : known.name
  }

  return { field, type, shared }
}

/** The rest of a member's line: whether it may be left out or null, and its type. */
export function optional(required: boolean, { nullable }: Schema, type: string): string {
  const orNull = nullable ? ' | null' : ''
  return required ? `: ${type}${orNull}` : `?: ${type}${orNull} | undefined`
}

/** A parameter on whose value it depends what a result's rows hold. */
export interface RowShaper {
  readonly field: string
  /** The type parameter by which rows are told. */
  readonly parameter: string
  /** What counts where it is left out. */
  readonly absent?: string
}

const ROW_SHAPERS: Readonly<Record<string, RowShaper>> = {
  flows: { field: 'join_type', parameter: 'Join', absent: "'inner'" },
  joined_spatial_aggregate: { field: 'method', parameter: 'Method' },
  metric_aggregate: { field: 'method', parameter: 'Method' },
  labelled_flows: { field: 'join_type', parameter: 'Join', absent: "'inner'" },
  location_event_counts: { field: 'interval', parameter: 'Interval' },
}

/** The parameter of a kind, beside its places, on which its rows depend. */
export function rowShaper({ kind }: Kind): RowShaper | undefined {
  return ROW_SHAPERS[kind]
}
