/**
 * The element at an index that is known to exist. An index that does not is a mistake in the generator, which must
 * not become a zero in somebody's data.
 *
 * @throws {RangeError} where there is no element.
 */
export function at<T>(values: ArrayLike<T>, index: number): T {
  const value = values[index]
  if (value === undefined) throw new RangeError(`no element ${index} of ${values.length}`)
  return value
}
