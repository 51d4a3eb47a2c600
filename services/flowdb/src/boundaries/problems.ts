import { FlowDbError } from '../errors.ts'

/** So many are named; whoever has more has one cause for all of them. */
const NAMED = 20

/** Collects what is wrong with the features of a file, so that all of it is said at once. */
export class Problems {
  readonly #lines: string[] = []

  /** @param number The feature's place in the file, from 1. */
  add(number: number, reason: string): void {
    this.#lines.push(`feature ${number}: ${reason}`)
  }

  /** @throws {FlowDbError} naming what was added, where anything was. */
  throwAny(): void {
    const count = this.#lines.length
    if (count === 0) return
    const more = count > NAMED ? [`and ${count - NAMED} more`] : []
    const lines = [...this.#lines.slice(0, NAMED), ...more]
    throw new FlowDbError(`Nothing was loaded:\n  ${lines.join('\n  ')}`)
  }
}
