import type pg from 'pg'

/** Runs `work` in one transaction on a connection that the caller holds, and rolls back when it throws. */
export async function inTransaction<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN')
  try {
    const result = await work()
    await client.query('COMMIT')
    return result
  } catch (error) {
    // Where this fails too, the connection is broken, and the transaction ends with it.
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}
