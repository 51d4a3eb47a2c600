/** Adds up the seconds that something takes, in as many parts as it comes in. */
export class Stopwatch {
  #milliseconds = 0

  get seconds(): number {
    return this.#milliseconds / 1000
  }

  /** Times a piece of work that doesn't wait for anything. */
  time<T>(work: () => T): T {
    const start = performance.now()
    try {
      return work()
    } finally {
      this.#milliseconds += performance.now() - start
    }
  }

  /** Times the making of each item, but not what happens to it afterwards. */
  *timeEach<T>(items: Iterable<T>): Generator<T> {
    const iterator = items[Symbol.iterator]()
    for (let next = this.time(() => iterator.next()); !next.done; next = this.time(() => iterator.next()))
      yield next.value
  }
}
