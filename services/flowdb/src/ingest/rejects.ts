import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'

/** Counts the rows that were not loaded, and writes where they are and why. What they hold is never written. */
export class Rejects {
  readonly #reasons = new Map<string, number>()
  readonly #file: WriteStream | undefined
  #failure: Error | undefined

  /** @param path Where to write lines `line,reason`; nowhere where it is undefined. */
  constructor(path: string | undefined) {
    if (path === undefined) return
    this.#file = createWriteStream(path, { mode: 0o600 })
    this.#file.on('error', error => {
      this.#failure = error
    })
    this.#file.write('line,reason\n')
  }

  /** How many rows each reason was given for, the most frequent first. */
  get reasons(): ReadonlyMap<string, number> {
    return new Map([...this.#reasons].sort(([, a], [, b]) => b - a))
  }

  /** How many rows were not loaded. */
  get count(): number {
    return [...this.#reasons.values()].reduce((sum, count) => sum + count, 0)
  }

  /** @throws {Error} where the file cannot be written. */
  async add(line: number, reason: string): Promise<void> {
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1)
    if (this.#failure) throw this.#failure
    if (this.#file?.write(`${line},"${reason.replaceAll('"', '""')}"\n`) === false)
      await once(this.#file, 'drain')
  }

  /** Completes the file. */
  async close(): Promise<void> {
    if (this.#file === undefined || this.#failure) return
    this.#file.end()
    await once(this.#file, 'close')
  }
}
