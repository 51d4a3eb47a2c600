import type { Logger } from '@flowkit/service'
import type pg from 'pg'
import type { EngineMetrics } from '../telemetry/metrics.ts'
import type { Wakeup } from './wakeup.ts'

/** What the rooms of the engine share. */
export interface Engine {
  /** Connections that compute; each may be busy for minutes. */
  readonly computing: pg.Pool
  /** Connections for everything that answers at once. */
  readonly control: pg.Pool
  readonly wakeup: Wakeup
  readonly log: Logger
  readonly metrics: EngineMetrics
  readonly samplingSecret: string
  /** How long a result stays readable after newer data or a newer run have replaced it. */
  readonly graceSeconds: number
  /** For how long a query is computed for somebody who neither asks nor polls. */
  readonly interestSeconds: number
  /** For how many queries one user may wait; 0 for any number. */
  readonly mostWaitingPerUser: number
}

/** What computing needs beside. */
export interface ComputingEngine extends Engine {
  /** Bytes that the sorts and hashes of one computation may take together. */
  readonly memory: number
  /** How many subscribers are computed at a time, where a result has rows of single ones. */
  readonly sliceSubscribers: number
}
