import { DEFINITIONS } from '@flowkit/contract'
import { type Catalogue, type Kind, nameIn, type Schema } from './schemas.ts'

/** A query, or a part of one, as plain data. */
export type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value }

/** Values that make a better example than the first one that a schema allows. */
const BY_NAME: Readonly<Record<string, Value>> = {
  start_date: '2016-01-01',
  end_date: '2016-01-08',
  start_date_a: '2016-01-01',
  end_date_a: '2016-01-08',
  start_date_b: '2016-01-08',
  end_date_b: '2016-01-15',
  end_hour: 6,
  start_hour: 20,
  label: 'home',
  label_a: 'home',
  label_b: 'work',
  labels: {
    home: { type: 'Polygon', coordinates: [rectangle(0, -1.1, 1.1, 1.1)] },
    work: { type: 'Polygon', coordinates: [rectangle(-1.1, -1.1, -0.1, 0.5)] },
  },
  tower_hour_of_day_scores: Array.from({ length: 24 }, (_, hour) => (hour < 7 || hour > 18 ? 1 : -1)),
  tower_day_of_week_scores: {
    monday: -1,
    tuesday: -1,
    wednesday: -1,
    thursday: -1,
    friday: -1,
    saturday: 1,
    sunday: 1,
  },
}

function rectangle(west: number, south: number, east: number, north: number): Value {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ]
}

const DAY = '2016-01-01'

/** What to show where several kinds would do. */
const SIMPLEST: readonly (string | undefined)[] = ['DailyLocation', 'RadiusOfGyration']

/** Some kinds need places that have distances between them, and so positions. */
const UNITS = ['admin3', 'lon-lat'] as const

/**
 * The shortest query of a kind: what has to be given, with plausible values.
 *
 * @returns undefined where the contract refuses it, as rules between parameters are no part of the schemas.
 */
export function exampleOf(kind: Kind, catalogue: Catalogue): Value | undefined {
  const definition = DEFINITIONS.find(each => each.kind === kind.kind)
  return UNITS.map(unit => shortest(kind, unit, catalogue)).find(
    value => definition?.schema.safeParse(value).success,
  )
}

/** The shortest query of a kind about some places, whatever the rules between parameters. */
function shortest(kind: Kind, unit: string, { kinds, unions }: Catalogue): Value {
  const ofKind = ({ kind: query_kind, fields }: Kind): Value => ({
    query_kind,
    ...Object.fromEntries(
      fields.filter(({ required }) => required).map(({ name, schema }) => [name, sample(name, schema)]),
    ),
  })
  const sample = (name: string, schema: Schema): Value => {
    const type = nameIn(schema)
    const referred = kinds.find(each => each.type === type)
    if (referred) return ofKind(referred)
    if (type !== undefined) return sample(name, unions[type] ?? {})
    const members = schema.allOf ?? schema.oneOf ?? schema.anyOf ?? []
    const member = members.find(each => SIMPLEST.includes(nameIn(each))) ?? members[0]
    if (member) return sample(name, member)
    const usual = name === 'aggregation_unit' ? unit : BY_NAME[name]
    if (usual !== undefined) return usual
    if (schema.enum?.[0] !== undefined) return schema.enum[0]
    switch (schema.type) {
      case 'integer':
      case 'number':
        return numberIn(schema)
      case 'boolean':
        return true
      case 'array':
        return Array.from({ length: schema.minItems ?? 1 }, () => sample('', schema.items ?? {}))
      case 'object':
        return Object.fromEntries(
          requiredIn(schema).map(key => [key, sample(key, schema.properties?.[key] ?? {})]),
        )
      default:
        return DAY
    }
  }
  return ofKind(kind)
}

/** The members that an object must have; of one that must have none, the first, as some rule may ask for one. */
function requiredIn({ required = [], properties = {} }: Schema): readonly string[] {
  return required.length > 0 ? required : Object.keys(properties).slice(0, 1)
}

/** The least number that is allowed, or the middle where the bounds themselves are not. */
function numberIn({ minimum = 1, maximum, exclusiveMinimum }: Schema): number {
  // An integer without a bound of its own has that of the numbers that are exact.
  if (minimum === Number.MIN_SAFE_INTEGER) return 1
  return exclusiveMinimum && maximum !== undefined ? (minimum + maximum) / 2 : minimum
}

/** As wide as a line of an example may be. */
const WIDTH = 100

/** A query as a script would make it, by builders; these are noted in `builders`. */
export function codeOf(value: Value, catalogue: Catalogue, builders: Set<string>, indent = ''): string {
  if (typeof value !== 'object') return typeof value === 'string' ? `'${value}'` : String(value)
  const inner = `${indent}  `
  const write = (each: Value, margin: string) => codeOf(each, catalogue, builders, margin)
  if (isList(value)) {
    const short = `[${value.map(each => write(each, indent)).join(', ')}]`
    return fits(short, indent)
      ? short
      : `[\n${value.map(each => `${inner}${write(each, inner)},\n`).join('')}${indent}]`
  }
  const { query_kind, ...parameters } = value
  const kind = catalogue.kinds.find(each => each.kind === query_kind)
  if (kind) builders.add(kind.builder)
  const entries = Object.entries(parameters)
  const short = `{ ${entries.map(([key, each]) => `${key}: ${write(each, indent)}`).join(', ')} }`
  const object = fits(short, indent)
    ? short
    : `{\n${entries.map(([key, each]) => `${inner}${key}: ${write(each, inner)},\n`).join('')}${indent}}`
  return kind ? `${kind.builder}(${object})` : object
}

function isList(value: object): value is readonly Value[] {
  return Array.isArray(value)
}

const fits = (text: string, indent: string) => !text.includes('\n') && text.length + indent.length < WIDTH
