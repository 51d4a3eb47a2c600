/** Something that an administrator can put right. The message says what, in one line. */
export class FlowDbError extends Error {
  override readonly name = 'FlowDbError'
}

/**
 * Why something failed, in words. Connecting to a name that has several addresses fails with an error for each of
 * them, below one whose message is empty.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}
