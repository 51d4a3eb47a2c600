import { codeOf, exampleOf } from './examples.ts'
import { REMARKS } from './remarks.ts'
import { type Catalogue, type Kind, placesField, type Schema } from './schemas.ts'
import { SHARED_TYPES } from './shared-types.ts'
import { docblock } from './text.ts'
import { optional, rowShaper, type TypeWriter, typeWriter } from './types.ts'

/** The text of each file, by its name. */
export type Files = ReadonlyMap<string, string>

const HEADER =
  '// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the\n// schemas in packages/contract/src/queries and from src/generator/remarks.ts.\n'

/** Writes the builders of all kinds of queries, their types, and what has to be known of them; not formatted yet. */
export function builderFiles(catalogue: Catalogue): Files {
  const { kinds, unions } = catalogue
  const writer = typeWriter(catalogue)
  const names = new Map<string, string>([
    ...kinds.map(({ type, file }) => [type, `./${file}.ts`] as const),
    ...Object.keys(unions).map(name => [name, './unions.ts'] as const),
    ...SHARED_TYPES.map(({ name }) => [name, './shared.ts'] as const),
  ])
  const files = new Map(kinds.map(kind => [`${kind.file}.ts`, kindFile(kind, catalogue, writer)]))
  files.set('shared.ts', sharedFile(writer))
  files.set('unions.ts', unionsFile(catalogue, writer))
  const bodies = [...files].map(
    ([name, body]) => [name, `${HEADER}${importsOf(body, `./${name}`, names)}\n${body}`] as const,
  )
  return new Map([
    ...bodies,
    ['index.ts', `${HEADER}\n${indexFile(catalogue)}`],
    ['places-by-kind.ts', `${HEADER}\n${placesFile(catalogue)}`],
  ])
}

function kindFile(kind: Kind, catalogue: Catalogue, writer: TypeWriter): string {
  const { type, description, fields, isTop, builder } = kind
  const places = placesField(kind)
  const units = unitsOf(kind, writer)
  const shaper = rowShaper(kind)
  const shaping = shaper && writer.field(shaper.field, fieldSchema(kind, shaper.field), undefined)
  const declared = [
    ...(places ? [`Unit extends ${units} = ${units}`] : []),
    ...(shaper ? [`${shaper.parameter} extends ${shaping} = ${shaping}`] : []),
  ]
  const lines = fields.map(({ name, schema, required, aboutPlaces }) => {
    const written =
      name === shaper?.field ? shaper.parameter : writer.field(name, schema, aboutPlaces ? 'Unit' : undefined)
    return `${docblock(schema.description ?? '')}readonly ${name}${optional(required, schema, written)}`
  })
  const alone = isTop ? '' : 'A part of other queries; it cannot be asked for by itself.'
  const remark = REMARKS[kind.kind]?.words ?? ''
  return `${docblock(description, alone)}export interface ${type}${parameterList(declared)} {
  readonly query_kind: '${kind.kind}'
  ${lines.join('\n')}
}

${docblock([sentence(description), remark].join(' ').trim(), alone, exampleText(kind, catalogue))}export function ${builder}${builderSignature(kind, units)} {
  return { query_kind: '${kind.kind}', ...parameters }
}
`
}

/** What follows the name of a builder. Of several parts that are about places, the first says about which. */
function builderSignature(kind: Kind, units: string): string {
  const { type } = kind
  const shaper = rowShaper(kind)
  const places = placesField(kind)
  const others = kind.fields
    .filter(field => field.aboutPlaces && field !== places)
    .map(({ name }) => `'${name}'`)
  const shaping = shaper && `${type}['${shaper.field}']`
  const declared = [
    ...(places ? [`Unit extends ${units}`] : []),
    ...(shaper
      ? [`${shaper.parameter} extends NonNullable<${shaping}>${shaper.absent ? ` = ${shaper.absent}` : ''}`]
      : []),
  ]
  const used = parameterList([...(places ? ['Unit'] : []), ...(shaper ? [shaper.parameter] : [])])
  const own = `Omit<${type}${used}, ${["'query_kind'", ...others].join(' | ')}>`
  const follow = others.length > 0 ? ` & Pick<${type}<NoInfer<Unit>>, ${others.join(' | ')}>` : ''
  return `${parameterList(declared)}(parameters: ${own}${follow}): ${type}${used}`
}

/** The type of the units that a kind can be about: those of its own parameter, or all. */
function unitsOf(kind: Kind, writer: TypeWriter): string {
  const own = fieldSchema(kind, 'aggregation_unit')
  return own.enum === undefined ? 'AggregationUnit' : writer.field('aggregation_unit', own, undefined)
}

const parameterList = (parameters: readonly string[]) =>
  parameters.length === 0 ? '' : `<${parameters.join(', ')}>`

const fieldSchema = ({ fields }: Kind, field: string): Schema =>
  fields.find(({ name }) => name === field)?.schema ?? {}

/** The example of a builder; nothing where the contract would refuse the shortest query. */
function exampleText(kind: Kind, catalogue: Catalogue): string {
  const written = REMARKS[kind.kind]?.example
  if (written) return `@example ${written[0]}\n\`\`\`ts\n${written[1]}\n\`\`\``
  const value = exampleOf(kind, catalogue)
  if (value === undefined) return ''
  const builders = new Set<string>()
  const code = codeOf(value, catalogue, builders)
  const imported = importList([...(kind.isTop ? ['connect'] : []), ...builders].sort())
  const use = kind.isTop
    ? `const client = connect({ url: 'https://flowkit.example.org', token: 'eyJ…' })\nconst query = ${code}\nconst handle = await client.run(query)\nfor await (const row of handle.rows()) console.log(row)`
    : `const part = ${code}\nconsole.log(JSON.stringify(part))`
  return `@example\n\`\`\`ts\nimport ${imported} from 'flowclient'\n\n${use}\n\`\`\``
}

/** Names between braces, on lines of their own where there are many. */
function importList(names: readonly string[]): string {
  return names.length <= 4 ? `{ ${names.join(', ')} }` : `{\n${names.map(name => `  ${name},\n`).join('')}}`
}

function sharedFile(writer: TypeWriter): string {
  const types = SHARED_TYPES.flatMap(({ name, words }) => {
    const schema = writer.shared.get(name)
    if (!schema) return []
    const union = name === 'AggregationUnit' ? schema.enum : undefined
    if (union)
      return [
        `/** The kinds of places that an answer can be about, from the whole country down to single cells. */\nexport const AGGREGATION_UNITS = [${union.map(unit => `'${unit}'`).join(', ')}] as const\n`,
        `${docblock(words)}export type ${name} = (typeof AGGREGATION_UNITS)[number]\n`,
      ]
    const type = writer.type(schema, undefined)
    return [`${docblock(words)}export type ${name} = ${type}\n`]
  })
  return types.join('\n')
}

function unionsFile({ kinds, unions }: Catalogue, writer: TypeWriter): string {
  const named = Object.entries(unions).map(([name, schema]) => {
    const generic = writer.type({ $ref: name }, 'Unit') !== name
    const declared = generic ? '<Unit extends AggregationUnit = AggregationUnit>' : ''
    return `${docblock(schema.description ?? '')}export type ${name}${declared} = ${writer.type(schema, generic ? 'Unit' : undefined)}\n`
  })
  const top = kinds.filter(({ isTop }) => isTop).map(({ type }) => type)
  return `${named.join('\n')}\n/** A query that FlowAPI answers. */\nexport type QuerySpec = ${top.join(' | ')}\n`
}

function indexFile({ kinds }: Catalogue): string {
  const modules = [...kinds.map(({ file }) => file), 'shared', 'unions'].sort()
  return modules.map(file => `export * from './${file}.ts'\n`).join('')
}

function placesFile({ kinds }: Catalogue): string {
  const places = kinds.map(kind => {
    const field = kind.spatial ? placesField(kind)?.name : undefined
    return `${kind.kind}: ${field === undefined ? 'null' : `'${field}'`},`
  })
  return `/**
 * Which parameter of a query says what places it is about, or is a part that does; null for kinds that are about
 * none.
 */
export const PLACES_BY_KIND = {
  ${places.join('\n')}
} as const
`
}

/** The imports of a file: the named types that stand in its code, by where they come from. */
function importsOf(body: string, self: string, names: ReadonlyMap<string, string>): string {
  const code = body.replaceAll(/\/\*\*.*?\*\//gs, '')
  const used = [...names].filter(([name, from]) => from !== self && new RegExp(`\\b${name}\\b`).test(code))
  return [...new Set(used.map(([, from]) => from))]
    .sort()
    .map(from => {
      const types = used.filter(([, source]) => source === from).map(([name]) => name)
      return `import type { ${types.sort().join(', ')} } from '${from}'\n`
    })
    .join('')
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)
