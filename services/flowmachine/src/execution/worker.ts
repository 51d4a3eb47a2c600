import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@flowkit/service'
import type pg from 'pg'
import { NotReleasable } from '../release/subset.ts'
import { noteUseWithParts } from '../store/cache.ts'
import { type Claim, ClaimLost, settleClaim } from '../store/claims.ts'
import { noteEndedRuns } from '../store/ledger.ts'
import { claimNext } from '../store/queue.ts'
import { dropRetiredResults, retireRevokedResults } from '../store/retired.ts'
import { failTask } from '../store/tasks.ts'
import { claimsOf, heartbeat, unregisterWorker, type WorkerIdentity } from '../store/workers.ts'
import { traced } from '../telemetry/asked-by.ts'
import { compute } from './compute.ts'
import type { ComputingEngine } from './engine.ts'
import { prune } from './prune.ts'
import { failureOf, isConflict } from './reasons.ts'
import { type RoundSettings, watchOver } from './watch.ts'

/** How often the database is looked at without having been woken, in milliseconds. */
const LOOK_MS = 1_000
const HEARTBEATS_PER_TAKEOVER = 5
const SWEEP_MS = 60_000
/** A request to end a statement is in vain when it comes between two statements: it is repeated. */
const CANCEL_EVERY_MS = 200

/** How many queries a process computes at a time, and when a process or a query counts as dead. */
export interface WorkerSettings extends RoundSettings {
  readonly concurrency: number
  /** How many queries are computed for one user at a time, over all processes; 0 for any number. */
  readonly mostRunningPerUser: number
  /** How long what is being computed may go on when the process is told to stop. */
  readonly drainSeconds: number
}

/**
 * The computing side of a process: claims queries whose parts are stored, computes them, shows that it is alive, and
 * watches over the queries of all processes.
 */
export class Worker {
  readonly #engine: ComputingEngine
  readonly #settings: WorkerSettings
  readonly #identity: WorkerIdentity = { id: randomUUID(), host: hostname(), pid: process.pid }
  /** Aborted when nothing new may be begun. */
  readonly #stopping = new AbortController()
  /** Aborted when nothing is computed any more: until then the process shows that it is alive. */
  readonly #ended = new AbortController()
  #handingOver = false
  readonly #running = new Map<number, pg.PoolClient>()
  #loops: Promise<void>[] = []
  #beating: Promise<void> = Promise.resolve()

  constructor(engine: ComputingEngine, settings: WorkerSettings) {
    this.#engine = engine
    this.#settings = settings
  }

  /** Starts to claim and compute. */
  async start(): Promise<void> {
    await heartbeat(this.#engine.control, this.#identity)
    const beat = (this.#settings.takeoverSeconds * 1_000) / HEARTBEATS_PER_TAKEOVER
    const { signal } = this.#stopping
    const woken = () => this.#engine.wakeup.wait(LOOK_MS, signal)
    this.#loops = [
      ...Array.from({ length: this.#settings.concurrency }, () =>
        this.#loop(() => this.#work(), woken, signal),
      ),
      this.#loop(() => watchOver(this.#engine, this.#settings), pause(beat, signal), signal),
      this.#loop(() => this.#sweep(), pause(SWEEP_MS, signal), signal),
    ]
    this.#beating = this.#loop(() => this.#beat(), pause(beat, this.#ended.signal), this.#ended.signal)
  }

  /**
   * Claims nothing more, gives what is running some time to finish, puts the rest back in the queue for others, and
   * leaves.
   */
  async stop(): Promise<void> {
    this.#stopping.abort()
    const ended = Promise.all(this.#loops).then(() => true)
    const within = (milliseconds: number) => Promise.race([ended, sleep(milliseconds, false, { ref: false })])
    if (!(await within(this.#settings.drainSeconds * 1_000))) {
      this.#handingOver = true
      this.#engine.log.info({ runs: [...this.#running.keys()] }, 'handing over what is being computed')
      do {
        await Promise.all([...this.#running.values()].map(client => this.#endStatement(client)))
      } while (!(await within(CANCEL_EVERY_MS)))
    }
    this.#ended.abort()
    await this.#beating
    await unregisterWorker(this.#engine.control, this.#identity.id)
    this.#engine.wakeup.notify()
  }

  /** Does `step` again and again, with pauses, until it is told to end; a failure is logged and tried again. */
  async #loop(step: () => Promise<void>, rest: () => Promise<void>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await step()
      } catch (error) {
        this.#engine.log.error({ err: error }, 'the worker could not do its round')
      }
      await rest()
    }
  }

  /** Computes what is due until nothing is. */
  async #work(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const client = await this.#engine.computing.connect()
      let broken: Error | undefined
      try {
        const claim = await claimNext(client, this.#identity.id, this.#settings.mostRunningPerUser)
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
    this.#engine.metrics.computing.inc()
    try {
      const outcome = await traced(client, claim, () => compute(client, claim, this.#engine))
      log.info({ outcome }, 'computed a query')
      if (outcome === 'published') await this.#noteUse(claim, log)
      return undefined
    } catch (error) {
      // What settles the claim must not be ended.
      this.#running.delete(claim.run)
      return await this.#settleFailure(client, claim, error, log).then(
        () => undefined,
        (failure: Error) => {
          log.warn({ err: failure }, 'lost the connection on which a query was computed')
          return failure
        },
      )
    } finally {
      this.#engine.metrics.computing.dec()
      this.#running.delete(claim.run)
      this.#engine.wakeup.notify()
      await this.#noteRun(log)
    }
  }

  /** What can't be noted now is noted in the next round, and in any case before the result is given to anybody. */
  async #noteRun(log: Logger): Promise<void> {
    await noteEndedRuns(this.#engine.control).catch((error: Error) =>
      log.warn({ err: error }, 'a run could not be noted in the ledger'),
    )
  }

  /** Only what the cache evicts depends on it. */
  async #noteUse({ query_id }: Claim, log: Logger): Promise<void> {
    await noteUseWithParts(this.#engine.control, query_id).catch((error: Error) =>
      log.warn({ err: error }, 'the use of a result could not be noted'),
    )
  }

  async #settleFailure(client: pg.PoolClient, claim: Claim, error: unknown, log: Logger): Promise<void> {
    await client.query('ROLLBACK')
    const again = this.#handingOver || isConflict(error)
    try {
      await client.query('BEGIN')
      if (again) await settleClaim(client, claim, 'postponed')
      else {
        const reason = failureOf(error).reason
        await settleClaim(client, claim, 'failed', reason)
        await failTask(client, claim.query_id, reason)
      }
      await client.query('COMMIT')
    } catch (failure) {
      if (!(failure instanceof ClaimLost)) throw failure
      await client.query('ROLLBACK')
      log.warn('the query has been taken over or cancelled')
      return
    }
    if (!again) this.#engine.metrics.failures.inc({ reason: failureOf(error).label })
    if (error instanceof NotReleasable) log.info({ reason: error.message }, 'a query was refused')
    else if (again) log.info({ err: error }, 'a query goes back to the queue')
    else log.error({ err: error }, 'a query could not be computed')
  }

  /**
   * Shows that this worker is alive, and gives up what it computes in vain: where a claim has been taken away, over a
   * line that is broken without a word nobody would ever say so.
   */
  async #beat(): Promise<void> {
    const running = [...this.#running]
    await heartbeat(this.#engine.control, this.#identity)
    const held = await claimsOf(this.#engine.control, this.#identity.id)
    for (const [run, client] of running)
      if (this.#running.has(run) && !held.has(run)) void client.end().catch(() => undefined)
  }

  async #sweep(): Promise<void> {
    const { control, graceSeconds, log } = this.#engine
    await retireRevokedResults(control)
    const evicted = await prune(control, graceSeconds, this.#stopping.signal)
    if (evicted.results > 0) log.info({ evicted }, 'evicted results, to keep the cache within its size')
    const dropped = await dropRetiredResults(control, graceSeconds, this.#stopping.signal)
    if (dropped > 0) log.info({ dropped }, 'dropped the tables of replaced or evicted results')
  }

  async #endStatement(client: pg.PoolClient): Promise<void> {
    const { processID } = client as pg.PoolClient & { processID?: number }
    if (processID !== undefined) await this.#engine.control.query('SELECT pg_cancel_backend($1)', [processID])
  }
}

/** A pause that ends when the signal is aborted. */
function pause(milliseconds: number, signal: AbortSignal): () => Promise<void> {
  return () => sleep(milliseconds, undefined, { signal }).catch(() => undefined)
}
