/** Rows in an order of their own, whatever order they and their columns came in: results are sets. */
export function inOrder<R extends object>(rows: readonly R[]): R[] {
  const key = (row: R) => JSON.stringify(Object.entries(row).sort())
  return rows.toSorted((one, other) => (key(one) < key(other) ? -1 : 1))
}
