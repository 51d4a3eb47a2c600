import type { ActionName, Identity } from '@flowkit/contract'
import type { z } from 'zod'
import type { Engine } from '../execution/engine.ts'
import type { Priority } from '../store/interests.ts'

/** What an action is given beside its parameters. */
export interface ActionContext {
  readonly engine: Engine
  /** On whose behalf it is asked; only the gateway says. */
  readonly identity: Identity | undefined
  /** The scopes that limit how fine a question may be, which the gateway says too. */
  readonly limits: readonly string[]
  /** How urgent it is. */
  readonly priority: Priority
  /** Aborted when the server stops. */
  readonly signal: AbortSignal
}

/** One thing that can be asked of the server. */
export interface Action<P extends z.ZodType = z.ZodType> {
  readonly name: ActionName
  readonly params: P
  /** Whether it may be asked by anybody: it tells nothing about data or people. */
  readonly open?: boolean
  /** Answers the payload, or a message and an empty payload. @throws {ActionError} */
  readonly handle: (params: z.output<P>, context: ActionContext) => Promise<Record<string, unknown> | string>
}

/** States an action; exists to infer the type of its parameters. */
export function defineAction<P extends z.ZodType>(action: Action<P>): Action<P> {
  return action
}
