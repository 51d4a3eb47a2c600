/** FlowKit releases counts above 15. */
const GREATEST_WITHHELD = 15

/**
 * The parts of a whole that may be released, given in the order in which large ones are withheld. What is not released
 * must leave it open whether any small part is nothing, 15, or anything between.
 */
export function hiddenParts<P extends { readonly count: number }>(parts: readonly P[]): P[] {
  const small = parts.filter(({ count }) => count <= GREATEST_WITHHELD)
  const large = parts.filter(({ count }) => count > GREATEST_WITHHELD)
  for (let taken = 0; taken <= large.length; taken += 1) {
    const withheld = [...small, ...large.slice(0, taken)]
    if (small.length === 0 || isOpen(withheld)) return large.slice(taken)
  }
  return []
}

/**
 * Whether one small part may be nothing, and may be 15, whatever it is. Of two small ones alone none may be 15: the other
 * would be nothing, and no part at all.
 */
function isOpen(withheld: readonly { readonly count: number }[]): boolean {
  const sum = withheld.reduce((total, { count }) => total + count, 0)
  const large = withheld.filter(({ count }) => count > GREATEST_WITHHELD).length
  const othersCanHaveAll =
    large > 0 || (withheld.length > 2 && sum <= GREATEST_WITHHELD * (withheld.length - 1))
  const othersCanHaveRest = sum - GREATEST_WITHHELD >= (GREATEST_WITHHELD + 1) * large
  return othersCanHaveAll && othersCanHaveRest
}
