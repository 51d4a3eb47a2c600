import type pg from 'pg'
import type { MachineClient } from '../machine/client.ts'

/** What routes work with. */
export interface Services {
  readonly machine: MachineClient
  /** For results, which may be read for a long time. */
  readonly results: pg.Pool
  /** For questions whether the database is there, which must not wait behind results. */
  readonly health: pg.Pool
}
