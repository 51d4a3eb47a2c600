import { expect } from 'vitest'

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

/** Rows in the order of what they are about, which is everything but the value; lists in them are written as text. */
export function byWhatTheyAreAbout(
  rows: readonly Readonly<Record<string, unknown>>[],
): Readonly<Record<string, unknown>>[] {
  const written = rows.map(row =>
    Object.fromEntries(
      Object.entries(row).map(([column, field]) => [
        column,
        Array.isArray(field) ? JSON.stringify(field) : field,
      ]),
    ),
  )
  const key = ({ value, ...about }: Readonly<Record<string, unknown>>) =>
    JSON.stringify(Object.entries(about).sort())
  return written.toSorted((one, other) => (key(one) < key(other) ? -1 : 1))
}

/** The same as what is expected of other rows in this order, whose values may differ in the ninth digit. */
export function nearly(rows: readonly Readonly<Record<string, unknown>>[]) {
  const digitsOf = (value: number) => 7 - Math.max(0, Math.ceil(Math.log10(Math.abs(value) + 1)))
  return byWhatTheyAreAbout(rows).map(row => ({
    ...row,
    ...(typeof row.value === 'number' ? { value: expect.closeTo(row.value, digitsOf(row.value)) } : {}),
  }))
}
