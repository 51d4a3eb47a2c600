import type { TaskState } from '../store/tasks.ts'

/**
 * # The life of a query
 *
 * | state       | what the database says                     | after a crash of whoever is concerned                 |
 * | ----------- | ------------------------------------------ | ----------------------------------------------------- |
 * | `known`     | no task, and no result that may be given   | nothing was under way                                 |
 * | `queued`    | a task that waits                          | it waits on; any worker can claim it                  |
 * | `executing` | a task and a claim with its owner          | `lost`: any worker queues it again, within 15 seconds |
 * | `completed` | a result, and no task                      | the result is there: nothing was under way            |
 * | `errored`   | a task with the reason                     | it stays; who asks again has it run again             |
 * | `cancelled` | a task                                     | it stays; who asks again has it run again             |
 *
 * These are FlowKit's states on the wire. Its `resetting` does not occur, since nothing is cleaned up before a query
 * can be asked again; `awol` is the answer about an id that nobody has asked for. For tasks `known` and `completed`
 * are one: `idle`, there is none.
 *
 * Every move is one transaction, which also changes the claim, the pointer and the wants that belong to it: a crash
 * leaves the state before the move or the one after it. What is not in {@link MOVES} the database refuses
 * (`cache.task_moves`), and a test compares the two.
 */

/** Where a task can be; `idle` is a query that has none. */
export type LifeState = TaskState | 'idle'

/** Who may make a move. */
type Mover =
  /** The process that answers a request of somebody who asks or cancels. */
  | 'server'
  /** The worker that holds the claim, with its run number. */
  | 'owner'
  /** Any worker. */
  | 'worker'

/** A step in the life of a query. */
export interface Move {
  readonly from: readonly LifeState[]
  readonly to: LifeState
  readonly by: readonly Mover[]
}

/** Every step that there is, by what happens. */
export const MOVES = {
  /** Somebody asks, or the owner of a query finds that this part of it is missing or stale. */
  asked: { from: ['idle', 'errored', 'cancelled'], to: 'queued', by: ['server', 'owner'] },
  /** It was published while somebody asked for it. */
  'found stored': { from: ['queued'], to: 'idle', by: ['server'] },
  /** Its parts are stored, and a worker has a hand free. */
  claimed: { from: ['queued'], to: 'executing', by: ['worker'] },
  /** Its result is stored, or was found to be. */
  published: { from: ['executing'], to: 'idle', by: ['owner'] },
  /** A part of it was missing or stale, the data changed under it, or the owner was told to stop. */
  postponed: { from: ['executing'], to: 'queued', by: ['owner'] },
  /** It can't be computed, or took longer than it may; the latter is noticed by any worker. */
  failed: { from: ['executing'], to: 'errored', by: ['owner', 'worker'] },
  /** A part of it has failed. */
  'part failed': { from: ['queued'], to: 'errored', by: ['owner', 'worker'] },
  /** Its owner is dead, frozen, or without its connection. */
  lost: { from: ['executing'], to: 'queued', by: ['worker'] },
  /** It was lost again and again. */
  'given up': { from: ['executing'], to: 'errored', by: ['worker'] },
  /** Nobody wants it any more: the last one has said so, or has not been seen for long. */
  cancelled: { from: ['queued', 'executing'], to: 'cancelled', by: ['server', 'worker'] },
  /** Nobody has asked for it again for long. */
  forgotten: { from: ['errored', 'cancelled'], to: 'idle', by: ['worker'] },
} as const satisfies Record<string, Move>

/** What can happen to a query. */
export type LifeEvent = keyof typeof MOVES
