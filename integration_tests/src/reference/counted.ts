/** A row of a result, by column. */
export type Row = Readonly<Record<string, string | number | null>>

/** A row, and how many people stand behind it. */
export interface Counted {
  readonly row: Row
  readonly subscribers: number
}

/** Rows whose value is the number of people. */
export function ofPeople(rows: readonly Row[]): Counted[] {
  return rows.map(row => ({ row, subscribers: Number(row.value) }))
}

/** How often each combination of values occurs. */
export function tally(
  members: readonly (readonly (string | number | null)[])[],
  columns: readonly string[],
): Row[] {
  const groups = Map.groupBy(members, member => JSON.stringify(member))
  return [...groups.values()].map(group => ({
    ...Object.fromEntries(columns.map((column, index) => [column, group[0]?.[index] ?? null])),
    value: group.length,
  }))
}
