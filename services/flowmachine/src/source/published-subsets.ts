import { type Sql, sql } from '../sql.ts'

/** The subscribers of a published subset who are in the data, as a relation with a column `subscriber`. */
export function publishedSubset(id: string): Sql {
  return sql`(SELECT subscriber FROM subsets.subscribers WHERE subset = ${id}) AS members`
}
