import type pg from 'pg'
import type { Revocations } from '../auth/revocations.ts'
import type { Patience } from '../http/patience.ts'
import type { StreamLimit } from '../http/stream-limit.ts'
import type { MachineClient } from '../machine/client.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Deliveries } from './deliveries.ts'

/** What routes work with. */
export interface Services {
  readonly machine: MachineClient
  /** For results, which may be read for a long time. */
  readonly results: pg.Pool
  /** For questions whether the database is there, which must not wait behind results. */
  readonly health: pg.Pool
  /** With those who read results. */
  readonly patience: Patience
  readonly streams: StreamLimit
  /** With those who follow queries; they keep nobody from the database. */
  readonly followers: StreamLimit
  readonly metrics: Metrics
  readonly deliveries: Deliveries
  /** Which tokens have been revoked; undefined where tokens live until they expire. */
  readonly revocations?: Revocations | undefined
}
