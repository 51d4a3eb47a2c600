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
        SELECT edges, ${binOf(sql`value`)} AS bin
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

/** The number of the bin of a value between the edges, from 1 on; the last edge is in the last bin. */
function binOf(value: Sql): Sql {
  return sql`least(width_bucket(${value}, edges), cardinality(edges) - 1)`
}

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

/** How often the number of people beyond the bins may be doubled; then there are no bins. */
const MOST_DOUBLINGS = 7

/**
 * Edges for `parts` bins where the asker names none. FlowKit takes the smallest and the greatest value, which are two
 * persons' own. Here the bins need only reach from the 16th smallest value to the 16th greatest, so that 16 people or
 * more lie at or beyond either; and they are as wide as 1, 2 or 5 times a power of ten and start at a multiple of it,
 * so that no edge is the value of somebody.
 *
 * Who knows this knows that there is somebody in the bins of these two values. So both have to be released, and with them
 * people enough for there to be edges: else the 32nd smallest and greatest values are taken, and so on. Nothing tells
 * which it was, and all that the edges tell is true if there is nobody in any bin that is withheld. Of so few people that
 * there are not 16 on either side, there are no bins.
 */
function roundEdges(parts: number, metric: Sql): Sql {
  const ranked = (order: Sql, as: Sql) => sql`
    SELECT value::numeric AS ${as} FROM ${metric} ORDER BY value ${order} OFFSET people - 1 LIMIT 1`
  return sql`
    SELECT edges
    FROM (
      SELECT ${SMALLEST_RELEASED_COUNT} * 2 ^ doublings AS people
      FROM generate_series(0, ${MOST_DOUBLINGS}) AS doublings
      ORDER BY people
    ) AS beyond
    CROSS JOIN LATERAL (${ranked(sql`ASC`, sql`low`)}) AS lowest
    CROSS JOIN LATERAL (${ranked(sql`DESC`, sql`high`)}) AS highest
    CROSS JOIN LATERAL (
      SELECT ARRAY(
        SELECT (floor(low / width) * width + width * edge)::double precision
        FROM generate_series(0, ${parts}) AS edge
        ORDER BY edge
      ) AS edges
      FROM (
        SELECT digit * 10::numeric ^ power AS width
        FROM generate_series(-3, 12) AS power
        CROSS JOIN (VALUES (1), (2), (5)) AS digits (digit)
      ) AS widths
      WHERE floor(low / width) * width + width * ${parts} >= high
      ORDER BY width
      LIMIT 1
    ) AS narrowest
    WHERE low <= high AND (
      SELECT count(*) FILTER (WHERE bin = 1) >= ${SMALLEST_RELEASED_COUNT}
        AND count(*) FILTER (WHERE bin = last) >= ${SMALLEST_RELEASED_COUNT}
        AND count(*) FILTER (WHERE bin IN (1, last)) >= ${2 * SMALLEST_RELEASED_COUNT}
      FROM (
        SELECT ${binOf(sql`value`)} AS bin, ${binOf(sql`high::double precision`)} AS last
        FROM ${metric} AS metric
        WHERE value BETWEEN edges[1] AND edges[${parts + 1}]
      ) AS binned
    )
    ORDER BY people
    LIMIT 1`
}
