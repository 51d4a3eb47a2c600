import { DEFINITIONS, type ResultFormat, type SpecDefinition } from '@flowkit/contract'
import { releaseOf, ruleOf } from '../queries/index.ts'
import { ruleInWords } from '../release/in-words.ts'
import { validated } from '../server/actions/query-spec.ts'
import { EXAMPLES, type Example } from './examples.ts'
import { markdownTable } from './markdown.ts'
import { type Parameter, parametersOf } from './parameters.ts'
import { PICTURES } from './pictures/pictures.ts'
import { unitsSection } from './units.ts'

/** Parameters that at least so many kinds share are told once, for all. */
const MANY_KINDS = 6

/** `docs/queries.md`: an entry for each kind of query. */
export function queriesPage(): string {
  const shared = sharedParameters()
  const top = DEFINITIONS.filter(({ level }) => level === 'top')
  const nested = DEFINITIONS.filter(({ level }) => level === 'nested')
  return `${[
    '# Queries',
    'This page is made from the definitions of the kinds by `pnpm docs`; every example on it is run by the tests.',
    `${top.length} kinds can be asked for. The other ${nested.length} give a row per subscriber, which never leaves the engine: they stand inside others. How results are released is told for all kinds in [Disclosure](disclosure.md), what differs from FlowKit in [Differences](differences.md). Where no source of a method is named, the definition is FlowKit’s, but for \`metric_aggregate\`, which is ours.`,
    contents('Kinds that can be asked for', top),
    contents('Kinds that stand inside others', nested),
    '## Parameters that many kinds share',
    parameterTable([...shared.values()]),
    unitsSection(),
    PICTURES_SECTION,
    '# Kinds that can be asked for',
    ...top.map(definition => entry(definition, shared)),
    '# Kinds that stand inside others',
    ...nested.map(definition => entry(definition, shared)),
  ].join('\n\n')}\n`
}

const PICTURES_SECTION = `## The pictures

Most kinds have a picture, all of the same four people over the same four days. Each tile is an event, its letter the place where it was; faint ones do not count. What stands at the right is the answer about each of them, and what stands below about all. The tests ask the engine all of these questions, about twenty of each person: of four, nothing would be released.`

function contents(title: string, definitions: readonly SpecDefinition[]): string {
  return `**${title}**\n\n${markdownTable(
    ['kind', 'what it tells'],
    definitions.map(({ kind, schema }) => [
      `[\`${kind}\`](#${kind})`,
      firstClause(schema.meta()?.description),
    ]),
  )}`
}

/** Up to the first stop, colon or semicolon outside brackets. */
const firstClause = (text = '') => /^(?:\([^)]*\)|[^.:;(]|[.:;](?=\S))*/.exec(text)?.[0] ?? ''

function sharedParameters(): ReadonlyMap<string, Parameter> {
  const all = DEFINITIONS.flatMap(({ schemaName }) => parametersOf(schemaName))
  const counts = new Map<string, number>()
  for (const parameter of all) counts.set(keyOf(parameter), (counts.get(keyOf(parameter)) ?? 0) + 1)
  return new Map(
    all.filter(each => (counts.get(keyOf(each)) ?? 0) >= MANY_KINDS).map(each => [keyOf(each), each]),
  )
}

const keyOf = ({ name, values, description }: Parameter) => `${name} ${values} ${description}`

function entry(definition: SpecDefinition, shared: ReadonlyMap<string, Parameter>): string {
  const { kind, schema, schemaName, level, source } = definition
  const parameters = parametersOf(schemaName)
  const own = parameters.filter(each => !shared.has(keyOf(each)))
  const common = parameters.filter(each => shared.has(keyOf(each))).map(({ name }) => `\`${name}\``)
  const examples = EXAMPLES.filter(example => example.kind === kind)
  const picture = PICTURES.get(kind)
  return [
    `## \`${kind}\` <a id="${kind}"></a>`,
    schema.meta()?.description ?? '',
    ...(picture ? [`![${picture.title}](images/queries/${kind}.svg)`] : []),
    ...(source === undefined ? [] : [`Method: ${source}.`]),
    ...(own.length > 0 ? [parameterTable(own)] : []),
    ...(common.length > 0 ? [`${own.length > 0 ? 'Also' : 'Takes'} ${common.join(', ')}.`] : []),
    ...(level === 'top'
      ? [...formats(examples), ...examples.flatMap(example => [released(example), code(example)])]
      : [`Stands inside ${holdersOf(definition).join(', ')}.`, ...examples.map(code)]),
  ].join('\n\n')
}

function holdersOf(definition: SpecDefinition): string[] {
  const holders = DEFINITIONS.filter(({ parts }) => parts.includes(definition))
  return [...holders.map(({ kind }) => `[\`${kind}\`](#${kind})`), 'and `subscriber_subset`']
}

/** Examples of more lines are folded away. */
const MOST_LINES = 30

function code({ spec }: Example): string {
  const text = json(spec)
  const block = `\`\`\`json\n${text}\n\`\`\``
  const lines = text.split('\n').length
  return lines <= MOST_LINES
    ? block
    : `<details><summary>An example, of ${lines} lines</summary>\n\n${block}\n\n</details>`
}

/** In which formats the results of a kind can be had. */
function formats([example]: readonly Example[]): string[] {
  if (!example) return []
  const { shape } = releaseOf(validated({ ...example.spec }))
  const had: ResultFormat[] = [
    ...(['json', 'csv', 'arrow', 'parquet'] as const),
    ...(shape === null ? [] : (['geojson'] as const)),
    ...(shape === 'flows' ? (['flowmap.json', 'arcs.csv'] as const) : []),
  ]
  return [`**Formats:** ${had.map(format => `\`${format}\``).join(', ')}.`]
}

/** The columns and the rule of an example, and what tells it from others of its kind. */
function released({ variant, spec: given }: Example): string {
  const spec = validated({ ...given })
  const columns = releaseOf(spec).columns(spec)
  const title = variant === undefined ? '' : `**${capitalised(variant)}.** `
  return `${title}**Columns:** ${columns.map(column => `\`${column}\``).join(', ')}. **Released:** ${ruleInWords(ruleOf(spec))}.`
}

const capitalised = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

function parameterTable(parameters: readonly Parameter[]): string {
  return markdownTable(
    ['parameter', 'what it says', 'what may be given'],
    parameters.map(({ name, description, values, required }) => [
      `\`${name}\`${required ? '' : ' (may be left out)'}`,
      description,
      values,
    ]),
  )
}

/** JSON with lists of numbers or texts in one line. */
function json(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll(
    /\[\s+([^[\]{}]*?)\s+\]/g,
    (_list, members: string) => `[${members.replaceAll(/\s+/g, ' ')}]`,
  )
}
