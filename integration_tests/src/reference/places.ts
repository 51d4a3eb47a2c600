import { squareOf } from './grids.ts'
import { contains } from './polygons.ts'
import type { SpatialUnit } from './specs.ts'
import type { CellRow, TableRow, World } from './world.ts'

/** The values of a place's id columns, in the order of `placeColumns`. */
export type Place = readonly (string | number)[]

/** The columns that name a place in a result. */
export function placeColumns(unit: SpatialUnit): readonly string[] {
  switch (unit.aggregation_unit) {
    case 'lon-lat':
      return ['lon', 'lat']
    case 'cell':
      return ['location_id']
    case 'site':
      return ['site_id']
    default:
      return [unit.aggregation_unit.startsWith('grid:') ? 'grid_id' : 'pcod']
  }
}

/** The columns that name a pair of places. */
export function pairColumns(from: SpatialUnit, to: SpatialUnit = from): readonly string[] {
  return [...placeColumns(from).map(name => `${name}_from`), ...placeColumns(to).map(name => `${name}_to`)]
}

/** Where places are compared, the smallest comes first: texts by their bytes, which for pcodes are ASCII. */
export function comparePlaces(one: Place, other: Place): number {
  for (const [index, value] of one.entries()) {
    const against = other[index]
    if (against === undefined || value === against) continue
    return value < against ? -1 : 1
  }
  return 0
}

/** The places that a cell counts in on a day, each once: none, one, or several where areas overlap. */
export type Locator = (cell: string, day: string) => readonly Place[]

/** Finds places by the versions of cells in service on the day. Answers are remembered, as events repeat cells. */
export function locator(world: World, unit: SpatialUnit): Locator {
  const known = new Map<string, readonly Place[]>()
  const versions = Map.groupBy(world.cells, ({ id }) => id)
  return (cell, day) => {
    const key = JSON.stringify([cell, day])
    const remembered = known.get(key)
    if (remembered) return remembered
    const places = inServiceOn(day, versions.get(cell)).flatMap(version => placesOfCell(world, unit, version))
    const distinct = [...new Map(places.map(place => [JSON.stringify(place), place])).values()]
    known.set(key, distinct)
    return distinct
  }
}

/** The version of a cell or a site that was in service on a day, of several the newest one; none where none was. */
export function inServiceOn<V extends Pick<CellRow, 'version' | 'firstService' | 'lastService'>>(
  day: string,
  versions: readonly V[] = [],
): V[] {
  return versions
    .filter(
      ({ firstService, lastService }) =>
        (firstService === null || firstService <= day) && (lastService === null || day <= lastService),
    )
    .toSorted((one, other) => (other.version ?? 0) - (one.version ?? 0))
    .slice(0, 1)
}

function placesOfCell(world: World, unit: SpatialUnit, cell: CellRow): Place[] {
  const { aggregation_unit: level, mapping_table } = unit
  if (mapping_table != null) {
    const mapped = tableOf(world, mapping_table).filter(({ id }) => id === cell.id)
    return level === 'lon-lat' ? mapped.flatMap(row => pointsOf(world, unit, row)) : mapped.map(areaOf(level))
  }
  if (level === 'lon-lat') return [[cell.lon, cell.lat]]
  if (level === 'cell') return [[cell.id]]
  if (level === 'site') return cell.site == null ? [] : [[cell.site]]
  return areasAt(world, level, cell)
}

/** The administrative areas, or the square of a grid, in which a position lies. */
export function areasAt(
  world: World,
  level: SpatialUnit['aggregation_unit'],
  position: Pick<CellRow, 'lon' | 'lat'>,
): Place[] {
  if (level.startsWith('grid:')) return [[squareOf(position, Number(level.slice('grid:'.length)))]]
  const regions = world.regions[level] ?? []
  return regions
    .filter(({ shape }) => contains(shape, [position.lon, position.lat]))
    .map(({ pcod }) => [pcod])
}

function areaOf(level: string): (mapped: TableRow) => Place {
  return mapped => {
    const pcod = mapped[`${level}pcod`]
    if (typeof pcod !== 'string') throw new Error(`The mapping table names no ${level}pcod`)
    return [pcod]
  }
}

function pointsOf(world: World, unit: SpatialUnit, mapped: TableRow): Place[] {
  const { geom_table, geom_table_join_column: shared } = unit
  if (geom_table == null || shared == null) throw new Error('lon-lat with a mapping needs a table of points')
  const points = tableOf(world, geom_table).filter(row => row[shared] === mapped[shared])
  return points.map(({ geom_point }) => {
    if (!Array.isArray(geom_point)) throw new Error(`${geom_table} has a row without a point`)
    return geom_point
  })
}

function tableOf(world: World, name: string): readonly TableRow[] {
  const rows = world.tables[name]
  if (!rows) throw new Error(`There is no table ${name}`)
  return rows
}
