import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Logger } from '@flowkit/service'

/** Answers all addresses of a host name. */
export type Lookup = (host: string) => Promise<readonly string[]>

/** How often names are looked up: a FlowMachine that has been added is found within this time, in milliseconds. */
const LOOK_EVERY_MS = 2_000

/** Asks the system's resolver. ZeroMQ speaks IPv4 unless told otherwise. */
export const systemLookup: Lookup = async host =>
  (await lookup(host, { all: true, family: 4 })).map(({ address }) => address)

/**
 * Where FlowMachines may be: the endpoints of the configuration, in which a host name stands for all of its addresses.
 * Names are looked up again and again. Where a look-up fails, what was found before stays.
 */
export class Names {
  readonly #lookup: Lookup
  readonly #log: Logger
  readonly #onChange: (endpoints: ReadonlySet<string>) => void
  readonly #found = new Map<string, readonly string[]>()
  readonly #named: readonly string[]
  readonly #failing = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  /** @param onChange Is told all endpoints, `tcp://address:port`, at once and after each look-up. */
  constructor(
    endpoints: readonly string[],
    lookup: Lookup,
    log: Logger,
    onChange: (endpoints: ReadonlySet<string>) => void,
  ) {
    this.#lookup = lookup
    this.#log = log
    this.#onChange = onChange
    this.#named = endpoints.filter(endpoint => isIP(hostOf(endpoint)) === 0)
    for (const endpoint of endpoints)
      this.#found.set(endpoint, this.#named.includes(endpoint) ? [] : [endpoint])
    this.#tell()
  }

  /** Begins to look names up; settles after the first time, whatever came out. */
  async start(): Promise<void> {
    if (this.#named.length === 0) return
    await Promise.all(this.#named.map(endpoint => this.#look(endpoint)))
    if (this.#stopped) return
    this.#tell()
    this.#timer = setTimeout(() => void this.start(), LOOK_EVERY_MS).unref()
  }

  /** Looks nothing up any more. */
  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  async #look(endpoint: string): Promise<void> {
    const host = hostOf(endpoint)
    try {
      const addresses = await this.#lookup(host)
      this.#failing.delete(endpoint)
      this.#found.set(
        endpoint,
        addresses.map(address => endpoint.replace(`//${host}`, `//${address}`)),
      )
    } catch (error) {
      if (!this.#failing.has(endpoint))
        this.#log.warn({ err: error, host }, 'the name of FlowMachine has no address')
      this.#failing.add(endpoint)
    }
  }

  #tell(): void {
    this.#onChange(new Set([...this.#found.values()].flat()))
  }
}

/** The host of `tcp://host:port`, without the brackets of IPv6. */
function hostOf(endpoint: string): string {
  return endpoint
    .replace(/^tcp:\/\//, '')
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
}
