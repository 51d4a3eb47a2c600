import { type ActionReply, type ActionRequest, notNow } from '@flowkit/contract'
import { type Logger, seal } from '@flowkit/service'
import { type Curve, Endpoint } from './endpoint.ts'
import { MachineUnavailable } from './errors.ts'
import { type Lookup, Names, systemLookup } from './names.ts'

/** How patient a client is. */
export interface Patience {
  /** How long to wait for one FlowMachine's reply, in milliseconds; for those of all together, twice as long. */
  readonly responseMs: number
  /** For how long one that did not reply in time is passed over, in milliseconds. */
  readonly avoidMs: number
}

/** How one request is sent. */
export interface AskOptions {
  /** Aborted when nobody waits for the reply any more. */
  readonly signal?: AbortSignal | undefined
  /** How long to wait for a reply, instead of the usual time, in milliseconds. */
  readonly withinMs?: number
}

/** How FlowMachines are reached, where it is not as usual. */
export interface ClientOptions {
  /** The keys of encrypted connections. */
  readonly curve?: Curve | undefined
  /** What requests are sealed with, if they are. */
  readonly sealKey?: string | undefined
  /** Finds the addresses of names; the system's resolver unless told otherwise. */
  readonly lookup?: Lookup
}

interface Candidate {
  readonly endpoint: Endpoint
  avoidedUntil: number
  lastAsked: number
}

/** For how long a FlowMachine that turns a request away is passed over, in milliseconds. */
const AVOID_BUSY_MS = 500

/**
 * The way to any number of FlowMachine processes, all of which can answer everything. The addresses of their names say
 * who may be there, and signs of life who is: processes may come and go. A request goes to the one with the least
 * under way. Where no answer comes it is sent again, to each of the others: all actions can be repeated, at worst a
 * grant is written to the ledger twice.
 */
export class MachineClient {
  readonly #candidates = new Map<string, Candidate>()
  readonly #names: Names
  readonly #firstLook: Promise<void>
  readonly #patience: Patience
  readonly #curve: Curve | undefined
  readonly #log: Logger
  readonly #sealKey: string | undefined
  #asked = 0
  #closed = false

  /** @param endpoints `tcp://host:port`; a host name stands for all of its addresses. */
  constructor(
    endpoints: readonly string[],
    patience: Patience,
    log: Logger,
    { curve, lookup = systemLookup, sealKey }: ClientOptions = {},
  ) {
    this.#sealKey = sealKey
    this.#patience = patience
    this.#log = log
    this.#curve = curve
    this.#names = new Names(endpoints, lookup, log, found => this.#update(found))
    this.#firstLook = this.#names.start()
  }

  /**
   * Sends a request and answers the reply, be it success or refusal.
   *
   * @throws {MachineUnavailable} when there is none.
   * @throws the signal's reason when it is aborted.
   */
  async ask(
    request: ActionRequest,
    { signal, withinMs = this.#patience.responseMs }: AskOptions = {},
  ): Promise<ActionReply> {
    const plain = JSON.stringify(request)
    const message = this.#sealKey === undefined ? plain : seal(plain, this.#sealKey)
    const { request_id, action } = request
    const deadline = performance.now() + 2 * withinMs
    const tried = new Set<Candidate>()
    if (this.#candidates.size === 0) await this.#firstLook
    const first = this.#choose([...this.#candidates.values()])
    if (!first) throw new MachineUnavailable('not connected', 'none is found by its name')
    for (let candidate = first; ; ) {
      try {
        const left = deadline - performance.now()
        return await this.#askOne(candidate, message, Math.min(withinMs, left), signal)
      } catch (error) {
        if (!(error instanceof MachineUnavailable) || signal?.aborted || this.#closed) throw error
        const next = performance.now() < deadline ? this.#next(candidate, error, tried) : undefined
        if (!next) throw error
        this.#log.warn({ err: error, request_id, action, next: next.endpoint.address }, 'asking once more')
        candidate = next
      }
    }
  }

  /** Ends all connections; requests under way fail. */
  async close(): Promise<void> {
    this.#closed = true
    this.#names.stop()
    await Promise.all([...this.#candidates.values()].map(({ endpoint }) => endpoint.close()))
  }

  /** Connects to addresses that are new, and gives up those that are neither found any more nor alive. */
  #update(found: ReadonlySet<string>): void {
    for (const address of found) {
      if (this.#candidates.has(address)) continue
      const endpoint = new Endpoint(address, this.#log, this.#curve)
      this.#candidates.set(address, { endpoint, avoidedUntil: Number.NEGATIVE_INFINITY, lastAsked: 0 })
    }
    for (const [address, { endpoint }] of this.#candidates) {
      if (found.has(address) || endpoint.present || endpoint.inFlight > 0) continue
      this.#candidates.delete(address)
      this.#log.info({ endpoint: address }, 'FlowMachine has left')
      void endpoint.close()
    }
  }

  async #askOne(
    candidate: Candidate,
    message: string,
    withinMs: number,
    signal: AbortSignal | undefined,
  ): Promise<ActionReply> {
    this.#asked += 1
    candidate.lastAsked = this.#asked
    try {
      const reply = await candidate.endpoint.request(message, withinMs, signal)
      const refused = reply.status === 'error' ? notNow.safeParse(reply.payload).data : undefined
      if (refused) throw new MachineUnavailable(refused.not_now, candidate.endpoint.address)
      return reply
    } catch (error) {
      const reason = error instanceof MachineUnavailable ? error.reason : undefined
      if (reason === 'timed out') candidate.avoidedUntil = performance.now() + this.#patience.avoidMs
      if (reason === 'busy' || reason === 'stopping' || reason === 'no database')
        candidate.avoidedUntil = performance.now() + AVOID_BUSY_MS
      throw error
    }
  }

  /** The process to ask next: one that has not been asked; else once more one that was lost, since it may be back. */
  #next(failed: Candidate, { reason }: MachineUnavailable, tried: Set<Candidate>): Candidate | undefined {
    const again = reason === 'connection lost' && !tried.has(failed)
    tried.add(failed)
    const others = [...this.#candidates.values()].filter(candidate => !tried.has(candidate))
    return this.#choose(others) ?? (again ? failed : undefined)
  }

  #choose(candidates: readonly Candidate[]): Candidate | undefined {
    const now = performance.now()
    const rank = ({ endpoint, avoidedUntil, lastAsked }: Candidate) => [
      avoidedUntil > now ? 1 : 0,
      endpoint.present ? 0 : 1,
      endpoint.inFlight,
      lastAsked,
    ]
    const [best] = candidates
      .map(candidate => ({ candidate, rank: rank(candidate) }))
      .sort((one, other) => compare(one.rank, other.rank))
    return best?.candidate
  }
}

/** Which of two ranks of equal length comes first. */
function compare(one: readonly number[], other: readonly number[]): number {
  const different = one.findIndex((value, index) => value !== other[index])
  return (one[different] ?? 0) - (other[different] ?? 0)
}
