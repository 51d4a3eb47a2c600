/** Rows in an order of their own, whatever order they and their columns came in: results are sets. */
export function inOrder<R extends object>(rows: readonly R[]): R[] {
  const key = (row: R) => JSON.stringify(Object.entries(row).sort())
  return rows.toSorted((one, other) => (key(one) < key(other) ? -1 : 1))
}

/** Rows in an order of their own, whose values may differ by how sums of them are rounded. */
export function roundedInOrder<R extends Readonly<Record<string, unknown>>>(rows: readonly R[]) {
  return inOrder(
    rows.map(({ value, ...row }) => ({
      ...row,
      value: typeof value === 'number' ? Number(value.toFixed(6)) : value,
    })),
  )
}
