import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Logger, transaction } from '@flowkit/service'
import type pg from 'pg'
import { NotReleasable } from '../release/subset.ts'
import {
  type Claim,
  ClaimLost,
  claimNext,
  heartbeat,
  registerWorker,
  settleClaim,
  takeOverDeadClaims,
  unregisterWorker,
} from '../store/claims.ts'
import { dropRetiredResults, retireRevokedResults } from '../store/retired.ts'
import { failTask } from '../store/tasks.ts'
import { compute } from './compute.ts'
import type { Engine } from './engine.ts'

/** How often the database is looked at without having been woken, in milliseconds. */
const LOOK_MS = 1_000
const HEARTBEATS_PER_TAKEOVER = 5
const SWEEP_MS = 60_000

/** How many queries a process computes at a time, and when it counts as dead. */
export interface WorkerSettings {
  readonly concurrency: number
  readonly takeoverSeconds: number
}

/**
 * The computing side of a process: claims queries whose parts are stored, computes them, keeps its claims alive and
 * takes over those of processes that have fallen silent.
 */
export class Worker {
  readonly #engine: Engine
  readonly #settings: WorkerSettings
  readonly #id = randomUUID()
  readonly #stopping = new AbortController()
  readonly #running = new Map<number, pg.PoolClient>()
  #loops: Promise<void>[] = []

  constructor(engine: Engine, settings: WorkerSettings) {
    this.#engine = engine
    this.#settings = settings
  }

  /** Starts to claim and compute. */
  async start(): Promise<void> {
    await registerWorker(this.#engine.control, this.#id, hostname(), process.pid)
    const beat = (this.#settings.takeoverSeconds * 1_000) / HEARTBEATS_PER_TAKEOVER
    this.#loops = [
      ...Array.from({ length: this.#settings.concurrency }, () =>
        this.#loop(LOOK_MS, () => this.#work(), true),
      ),
      this.#loop(beat, () => this.#beat()),
      this.#loop(SWEEP_MS, () => this.#sweep()),
    ]
  }

  /** Claims nothing more, puts what is running back in the queue and leaves. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await Promise.all([...this.#running.values()].map(client => this.#cancel(client)))
    await Promise.all(this.#loops)
    await unregisterWorker(this.#engine.control, this.#id)
    this.#engine.wakeup.notify()
  }

  /** Does `step` again and again until the worker stops; a failure is logged and tried again. */
  async #loop(pauseMs: number, step: () => Promise<void>, wakes = false): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      try {
        await step()
      } catch (error) {
        this.#engine.log.error({ err: error }, 'the worker could not do its round')
      }
      if (wakes) await this.#engine.wakeup.wait(pauseMs, signal)
      else await sleep(pauseMs, undefined, { signal }).catch(() => undefined)
    }
  }

  /** Computes what is due until nothing is. */
  async #work(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const client = await this.#engine.computing.connect()
      let broken: Error | undefined
      try {
        const claim = await claimNext(client, this.#id)
        if (!claim) return
        broken = await this.#run(client, claim)
      } finally {
        client.release(broken)
      }
    }
  }

  /**
   * Computes one claimed query and settles the claim; answers why the connection can't be used again, if so. A
   * claim that can't be settled, because the connection is gone, is taken over in the next rounds.
   */
  async #run(client: pg.PoolClient, claim: Claim): Promise<Error | undefined> {
    const log = this.#engine.log.child({ query_id: claim.query_id, run: claim.run })
    this.#running.set(claim.run, client)
    try {
      const outcome = await compute(client, claim, this.#engine)
      log.info({ outcome }, 'computed a query')
      return undefined
    } catch (error) {
      return await this.#settleFailure(client, claim, error, log).then(
        () => undefined,
        (failure: Error) => {
          log.error({ err: failure }, 'lost the connection on which a query was computed')
          return failure
        },
      )
    } finally {
      this.#running.delete(claim.run)
      this.#engine.wakeup.notify()
    }
  }

  async #settleFailure(client: pg.PoolClient, claim: Claim, error: unknown, log: Logger): Promise<void> {
    await client.query('ROLLBACK')
    const postponed = this.#stopping.signal.aborted || isConflict(error)
    if (error instanceof NotReleasable) log.info({ reason: error.message }, 'a query was refused')
    else if (!postponed && !(error instanceof ClaimLost))
      log.error({ err: error }, 'a query could not be computed')
    try {
      await client.query('BEGIN')
      await settleClaim(client, claim, postponed ? 'postponed' : 'failed')
      if (!postponed) await failTask(client, claim.query_id, reasonFor(error))
      await client.query('COMMIT')
    } catch (failure) {
      if (!(failure instanceof ClaimLost)) throw failure
      await client.query('ROLLBACK')
      log.warn('another process has taken this query over')
    }
  }

  async #beat(): Promise<void> {
    await heartbeat(this.#engine.control, this.#id)
    const taken = await transaction(this.#engine.control, client =>
      takeOverDeadClaims(client, this.#settings.takeoverSeconds),
    )
    if (taken.length === 0) return
    this.#engine.log.warn({ claims: taken }, 'queued the queries of a process that died or fell silent again')
    this.#engine.wakeup.notify()
  }

  async #sweep(): Promise<void> {
    await retireRevokedResults(this.#engine.control)
    const dropped = await dropRetiredResults(this.#engine.control, this.#engine.graceSeconds)
    if (dropped > 0) this.#engine.log.info({ dropped }, 'dropped superseded results')
  }

  async #cancel(client: pg.PoolClient): Promise<void> {
    const { processID } = client as pg.PoolClient & { processID?: number }
    if (processID !== undefined) await this.#engine.control.query('SELECT pg_cancel_backend($1)', [processID])
  }
}

const SERIALIZATION_FAILURE = '40001'

/**
 * In a transaction with its own snapshot, a claim that was taken over shows as a conflict; so does an earlier result
 * that was withdrawn meanwhile, and then the claim is still held.
 */
function isConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === SERIALIZATION_FAILURE
}

/** What the person who asked is told; the log has the rest. */
function reasonFor(error: unknown): string {
  if (error instanceof NotReleasable) return error.message
  return 'The query could not be computed. Ask again; if it fails again, tell the administrator its id.'
}
