import { at } from '../at.ts'
import { isoDate } from '../dates.ts'
import type { Cell, Network, Site, SiteVersion } from '../network.ts'
import { below, oneOf, stream } from '../random.ts'
import { ABSENT, boolean, type TableText, tableText } from './copy-text.ts'
import { point } from './geography.ts'

const SITE_COLUMNS = [
  'id',
  'version',
  'name',
  'type',
  'status',
  'structure_type',
  'is_cow',
  'date_of_first_service',
  'date_of_last_service',
  'last_updated',
  'first_added',
  'geom_point',
]

const CELL_COLUMNS = [
  'id',
  'version',
  'site_id',
  'name',
  'type',
  'msc',
  'bsc_rnc',
  'antenna_type',
  'status',
  'lac',
  'height',
  'azimuth',
  'transmitter',
  'max_range',
  'min_range',
  'electrical_tilt',
  'mechanical_downtilt',
  'date_of_first_service',
  'date_of_last_service',
  'last_updated',
  'first_added',
  'geom_point',
]

const STRUCTURES = ['lattice tower', 'lattice tower', 'monopole', 'rooftop'] as const
const GENERATIONS = ['2G', '2G', '3G', '3G', '4G'] as const
const HEIGHTS_M = [24, 30, 30, 36, 45] as const
const RANGES_M = { '2G': 20_000, '3G': 8000, '4G': 5000 }
const SITES_PER_CONTROLLER = 50
const CONTROLLERS_PER_SWITCH = 4
const SITES_PER_LOCATION_AREA = 20
const FIRST_LOCATION_AREA = 1000

/** All versions of the sites as rows of `infrastructure.sites`. */
export function sitesTable({ sites }: Network, seed: number): TableText {
  const random = stream(seed, 'masts')
  const structures = sites.map(() => oneOf(random, STRUCTURES))
  const rows = sites.flatMap((site, index) => site.versions.map(version => ({ site, index, version })))
  return tableText(SITE_COLUMNS, rows, ({ site, index, version }) =>
    [
      site.id,
      version.version,
      `Site ${site.id.slice(1)}`,
      'macro',
      status(version),
      at(structures, index),
      boolean(false),
      ...service(site, version),
      point(version.place),
    ].join('\t'),
  )
}

/** All versions of the cells as rows of `infrastructure.cells`. A cell stands where its site does. */
export function cellsTable({ sites, cells }: Network, seed: number): TableText {
  const random = stream(seed, 'antennas')
  const antennas = cells.map(() => ({ generation: oneOf(random, GENERATIONS), turn: below(random, 120) }))
  const rows = cells.flatMap((cell, index) => {
    const site = at(sites, cell.site)
    return site.versions.map(version => ({ cell, index, site, version }))
  })
  return tableText(CELL_COLUMNS, rows, ({ cell, index, site, version }) =>
    [
      cell.id,
      version.version,
      site.id,
      `Cell ${cell.id.slice(1)}`,
      ...antennaFields(cell, site, version, at(antennas, index)),
      ...service(site, version),
      point(version.place),
    ].join('\t'),
  )
}

/** What a cell has whatever its version. */
interface Antenna {
  readonly generation: '2G' | '3G' | '4G'
  /** Degrees that the first sector of the site is turned from north. */
  readonly turn: number
}

/** The fields from `type` to `mechanical_downtilt`. */
function antennaFields(cell: Cell, site: Site, version: SiteVersion, { generation, turn }: Antenna) {
  const controller = Math.floor(cell.site / SITES_PER_CONTROLLER) + 1
  const sectors = site.cells.length
  return [
    generation,
    `MSC${Math.ceil(controller / CONTROLLERS_PER_SWITCH)}`,
    `${generation === '2G' ? 'BSC' : 'RNC'}${controller}`,
    sectors === 1 ? 'omni' : 'sector',
    status(version),
    FIRST_LOCATION_AREA + Math.floor(cell.site / SITES_PER_LOCATION_AREA),
    at(HEIGHTS_M, turn % HEIGHTS_M.length),
    sectors === 1 ? ABSENT : (turn + Math.floor((360 * cell.sector) / sectors)) % 360,
    `TX-${cell.id.slice(1)}`,
    RANGES_M[generation],
    0,
    turn % 8,
    turn % 5,
  ]
}

/** The dates of service of a version, and when the register of sites was changed. */
function service(site: Site, { from, until }: SiteVersion): string[] {
  const first = at(site.versions, 0).from
  return [
    isoDate(from),
    until === undefined ? ABSENT : isoDate(until),
    isoDate(until ?? from),
    isoDate(first),
  ]
}

function status({ until }: SiteVersion): string {
  return until === undefined ? 'active' : 'closed'
}
