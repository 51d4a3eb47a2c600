import type { Spec } from '@flowkit/contract'
import { type Sql, sql } from '../sql.ts'
import type { RenderContext } from './definition.ts'

/** Subscribers who were seen in one place only: `subscriber`, `place`. */
export function unmoving(uniqueLocations: Spec, context: RenderContext): Sql {
  return sql`
    SELECT subscriber, min(place) AS place
    FROM ${context.part(uniqueLocations)}
    GROUP BY subscriber
    HAVING count(*) = 1`
}
