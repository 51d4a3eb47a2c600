import { GRID_SIZES_KM } from '@flowkit/contract'
import { markdownTable } from './markdown.ts'

const SIZES = GRID_SIZES_KM.map(size => `\`grid:${size}\``).join(', ')

/** What each aggregation unit is about, and how results name its places. */
export function unitsSection(): string {
  return [
    '## Aggregation units',
    markdownTable(
      ['unit', 'places', 'columns'],
      [
        [
          '`admin0` to `admin3`',
          'The country and its areas, by the boundaries or by a `mapping_table`.',
          '`pcod`',
        ],
        ['`lon-lat`', 'Positions of cells, in degrees.', '`lon`, `lat`'],
        ['`cell`', 'Cells. A cell that moves stays the same one.', '`location_id`'],
        [
          '`site`',
          'Sites, each with all of its cells. Cells that name no site are left out; a site that moves stays the same one.',
          '`site_id`',
        ],
        [SIZES, 'Squares with sides of so many kilometres in which cells stand.', '`grid_id`'],
      ],
    ),
    'What each unit may be asked about is a scope of its own: `grid:5:flows:flows` allows flows between squares of 5 km. Results about pairs of places have the columns of both, as `grid_id_from` and `pcod_to`. The ends of `flows`, `inflows` and `outflows` may be of different units: they need the scopes of both, and on a map the places of the one have `outflows` and those of the other `inflows`.',
    'Squares are drawn in EASE-Grid 2.0 (EPSG:6933), an equal-area projection of the whole world whose origin, at 0° north and 0° east, never changes: equal sizes are equal squares in every result, whatever cells there are. All have the same area. At 30° of latitude they are square; nearer to the equator they are wider than high (1.15 km by 0.87 km where `grid:1` meets it), further away from it narrower. `5kmE1627N341` is the square whose south-western corner is 1627 times 5 km east and 341 times 5 km north of the origin; west and south are negative.',
    'As GeoJSON, cells and sites are points, where their newest version stands, and squares are polygons. A site of which no position is known has no geometry.',
  ].join('\n\n')
}

/** What somebody who gives out access to several units has to know. */
export function severalUnitsSection(): string {
  return [
    '## Several aggregation units at once',
    'The rules hold for each result by itself. Two results about the same people and time in different units can be subtracted from each other: where a district has 100 subscribers and five of its six cells are released with 90 together, the sixth has 10, which alone would not be released. So:',
    [
      '- Give one person, and people who work together, one unit for a kind of query: the coarsest that answers their question. Scopes name the unit first so that this is one box to tick.',
      '- `cell`, `site` and `lon-lat` are parts of every other unit. Together with any other one they tell withheld cells.',
      `- Grids (${SIZES}) have one origin and each size is a multiple of the one before, so every difference of two squares is made of whole squares of the finer grid and never of a strip between two borders. Still, a withheld square follows from the larger one where all others in it are released. Squares and areas overlap in strips: give out grids or areas for a kind of query, not both.`,
      '- The same holds for areas of two levels, and for a `mapping_table` beside the boundaries.',
      '- The ledger records every result that is handed out, with the query and so its unit.',
    ].join('\n'),
  ].join('\n\n')
}
