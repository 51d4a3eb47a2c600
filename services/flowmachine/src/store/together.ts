import pg from 'pg'

/** A pool of connections, or one that somebody is in the middle of a transaction with. */
type Database = pg.Pool | pg.ClientBase

/** Somebody who waits for what comes of what they ask. */
interface Waiting<Ask, Answer> {
  readonly ask: Ask
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

interface Line<Ask, Answer> {
  underWay: number
  waiting: Waiting<Ask, Answer>[]
}

/**
 * Does for many who ask at the same time, in one statement, what each of them wants of the database. When statements are
 * under way, those who come wait for the next one together. It begins after all of them have asked, so that nobody is
 * told anything older than if they had asked alone.
 */
export class Together<Ask, Answer> {
  readonly #act: (database: Database, asked: readonly Ask[]) => Promise<readonly Answer[]>
  readonly #atATime: number
  readonly #lines = new WeakMap<pg.Pool, Line<Ask, Answer>>()

  /**
   * @param act Does what some want, in the order in which they are given, all of it or nothing.
   * @param atATime How many statements may be under way. One that is slow holds up only those who were there with it.
   */
  constructor(
    act: (database: Database, asked: readonly Ask[]) => Promise<readonly Answer[]>,
    atATime: number,
  ) {
    this.#act = act
    this.#atATime = atATime
  }

  /** Does what one wants. Within a transaction everybody acts alone. */
  async of(database: Database, ask: Ask): Promise<Answer> {
    if (!(database instanceof pg.Pool)) return this.#alone(database, ask)
    const line = this.#lines.get(database) ?? { underWay: 0, waiting: [] }
    this.#lines.set(database, line)
    return new Promise((resolve, reject) => {
      line.waiting.push({ ask, resolve, reject })
      if (line.underWay < this.#atATime) void this.#serve(database, line)
    })
  }

  async #serve(database: pg.Pool, line: Line<Ask, Answer>): Promise<void> {
    line.underWay += 1
    while (line.waiting.length > 0) {
      const served = line.waiting
      line.waiting = []
      await this.#serveAll(database, served)
    }
    line.underWay -= 1
  }

  async #serveAll(database: pg.Pool, served: readonly Waiting<Ask, Answer>[]): Promise<void> {
    const one = ({ ask, resolve, reject }: Waiting<Ask, Answer>) =>
      this.#alone(database, ask).then(resolve, reject)
    const [first, ...others] = served
    if (first && others.length === 0) return one(first)
    try {
      const answers = await this.#act(
        database,
        served.map(({ ask }) => ask),
      )
      for (const [index, { resolve }] of served.entries()) resolve(answers[index] as Answer)
    } catch {
      // What is wrong with what one of them wants is no matter of the others.
      await Promise.all(served.map(one))
    }
  }

  async #alone(database: Database, ask: Ask): Promise<Answer> {
    const [answer] = await this.#act(database, [ask])
    return answer as Answer
  }
}

/** Looks that are under way at a time. A slow one, which has to read whole tables, holds up a part of those who come. */
const LOOKS_AT_A_TIME = 4

/**
 * Looks up what there is about some ids, for many who ask at the same time.
 *
 * @param look What there is, by id; ids that there is nothing about are not in the answer.
 */
export function lookup<T>(
  look: (database: Database, ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): Together<readonly string[], ReadonlyMap<string, T>> {
  return new Together(async (database, asked) => {
    const found = await look(database, [...new Set(asked.flat())])
    return asked.map(ids => only(found, ids))
  }, LOOKS_AT_A_TIME)
}

function only<T>(found: ReadonlyMap<string, T>, ids: readonly string[]): ReadonlyMap<string, T> {
  return new Map(
    ids.flatMap(id => {
      const each = found.get(id)
      return each === undefined ? [] : [[id, each] as const]
    }),
  )
}
