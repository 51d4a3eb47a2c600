import { z } from 'zod'
import { AGGREGATION_UNITS } from './fields/spatial-unit.ts'
import { DEFINITIONS, topLevelQuery } from './queries/index.ts'
import { flowEnd, referenceLocation } from './queries/locations.ts'

/** A schema of the OpenAPI 3.0 document. */
export type OpenApiSchema = Readonly<Record<string, unknown>>

const ROOT = 'FlowmachineQuerySchema'
const reference = (name: string) => `#/components/schemas/${name}`

/**
 * The OpenAPI 3.0 schemas of all kinds of query, by name; the root is `FlowmachineQuerySchema`. Kinds that take
 * their places from a part carry a read-only `aggregation_unit`: token generators read there which scopes exist.
 */
export function querySchemas(): Record<string, OpenApiSchema> {
  const registry = z.registry<{ id: string }>()
  for (const { schema, schemaName } of DEFINITIONS) registry.add(schema, { id: schemaName })
  registry.add(topLevelQuery, { id: ROOT })
  registry.add(referenceLocation, { id: 'ReferenceLocation' })
  registry.add(flowEnd, { id: 'InputToFlows' })
  const { schemas } = z.toJSONSchema(registry, { io: 'input', target: 'openapi-3.0', uri: reference })
  const named = Object.fromEntries(
    Object.entries(schemas).map(([name, { $id, ...schema }]) => [name, schema]),
  )
  const topLevel = DEFINITIONS.filter(({ level }) => level === 'top')
  for (const { spatial, schemaName } of topLevel) {
    const properties = named[schemaName]?.properties
    if (spatial && properties && !properties.aggregation_unit)
      properties.aggregation_unit = { type: 'string', enum: [...AGGREGATION_UNITS], readOnly: true }
  }
  const mapping = Object.fromEntries(topLevel.map(({ kind, schemaName }) => [kind, reference(schemaName)]))
  return { ...named, [ROOT]: { ...named[ROOT], discriminator: { propertyName: 'query_kind', mapping } } }
}
