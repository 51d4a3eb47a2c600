import { histogramAggregate as contract, type SpecOf } from '@flowkit/contract'
import { SMALLEST_RELEASED_COUNT } from '../release/rules.ts'
import { type Sql, sql } from '../sql.ts'
import { defineKind } from './definition.ts'

type Histogram = SpecOf<typeof contract>

/**
 * The number of subscribers whose value is in each bin: `value`, `lower_edge`, `upper_edge`. Bins are half-open, the
 * last one holds its upper edge too; values outside are dropped. A bin with too few subscribers is left out, and so is
 * an empty one, so that nothing tells them apart.
 *
 * Edges that nobody has named must not be anybody's value: see {@link roundEdges}.
 */
export const histogramAggregate = defineKind({
  contract,
  render: (spec, context) => {
    const metric = context.part(spec.metric)
    const within = spec.range
      ? sql`AND value BETWEEN ${spec.range.lower_bound}::double precision AND ${spec.range.upper_bound}::double precision`
      : sql``
    return sql`
      SELECT count(*) AS value, edges[bin] AS lower_edge, edges[bin + 1] AS upper_edge
      FROM (
        SELECT edges, least(width_bucket(value, edges), cardinality(edges) - 1) AS bin
        FROM ${metric} AS metric
        CROSS JOIN (
          ${edgesOf(spec, metric)}
        ) AS bins
        WHERE value BETWEEN edges[1] AND edges[cardinality(edges)] ${within}
      ) AS binned
      GROUP BY edges, bin
      ORDER BY bin`
  },
  release: {
    rule: { rule: 'count of subscribers', value: 'value' },
    shape: null,
    columns: () => ['value', 'lower_edge', 'upper_edge'],
    gridSize: ({ bins }) => bins.n_bins ?? bins.bin_list.length - 1,
  },
})

function edgesOf({ bins, range }: Histogram, metric: Sql): Sql {
  if (bins.n_bins === null) return givenEdges(bins.bin_list)
  if (range === null) return roundEdges(bins.n_bins, metric)
  const { lower_bound, upper_bound } = range
  const parts = bins.n_bins
  const inner = Array.from(
    { length: parts },
    (_, i) => lower_bound + ((upper_bound - lower_bound) * i) / parts,
  )
  return givenEdges([...inner, upper_bound])
}

function givenEdges(edges: readonly number[]): Sql {
  return sql`SELECT ARRAY[${edges.map(edge => sql`${edge}`)}]::double precision[] AS edges`
}

/**
 * Edges for `parts` bins where the asker names none. FlowKit takes the smallest and the greatest value, which are two
 * persons' own. Here the bins need only reach from the 16th smallest value to the 16th greatest, so that 16 people or
 * more lie at or beyond either; and they are as wide as 1, 2 or 5 times a power of ten and start at a multiple of it,
 * so that no edge is the value of somebody. Of so few people that
 * there are not 16 on either side, there are no bins.
 */
function roundEdges(parts: number, metric: Sql): Sql {
  const ranked = (order: Sql) => sql`
    (SELECT value::numeric FROM ${metric} ORDER BY value ${order} OFFSET ${SMALLEST_RELEASED_COUNT - 1} LIMIT 1)`
  return sql`
    SELECT ARRAY(
      SELECT (floor(low / width) * width + width * edge)::double precision
      FROM generate_series(0, ${parts}) AS edge
      ORDER BY edge
    ) AS edges
    FROM (SELECT ${ranked(sql`ASC`)} AS low, ${ranked(sql`DESC`)} AS high) AS extent
    CROSS JOIN (
      SELECT digit * 10::numeric ^ power AS width
      FROM generate_series(-3, 12) AS power
      CROSS JOIN (VALUES (1), (2), (5)) AS digits (digit)
    ) AS widths
    WHERE floor(low / width) * width + width * ${parts} >= high
      AND (SELECT count(*) FROM ${metric}) >= ${2 * SMALLEST_RELEASED_COUNT}
    ORDER BY width
    LIMIT 1`
}
