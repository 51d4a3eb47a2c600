import { EventEmitter, once } from 'node:events'
import { type Logger, tlsBy } from '@flowkit/service'
import { Redis } from 'ioredis'

const CHANNEL = 'flowmachine:tasks'
/** How often Redis is asked for a sign of life, in milliseconds. */
const PULSE_MS = 2_000
/** A line on which no answer has come for this long is broken without a word: it is given up and made anew. */
const SILENT_AFTER_MS = 4_000

/** How to reach Redis. */
export interface RedisAddress {
  readonly host: string
  readonly port: number
  readonly password: string
  /** The authorities that vouch for it: with them connections are encrypted. */
  readonly caPath?: string | undefined
}

/**
 * Tells all processes that tasks have been queued or finished, through Redis. It only shortens waiting: whoever
 * waits looks at the database again after a while, so that a lost message, or Redis being away, delays and
 * never loses anything.
 */
export class Wakeup {
  readonly #publisher: Redis
  readonly #subscriber: Redis
  readonly #local = new EventEmitter()
  readonly #pulse = setInterval(() => this.#askForPulse(), PULSE_MS)

  private constructor(publisher: Redis, subscriber: Redis) {
    this.#publisher = publisher
    this.#subscriber = subscriber
    // One listener for each worker and each waiting request.
    this.#local.setMaxListeners(0)
    this.#pulse.unref()
    subscriber.on('message', () => this.#local.emit('tasks'))
  }

  /** Connects; when Redis is away it keeps trying, and waiting falls back on looking now and then. */
  static async connect({ caPath, ...address }: RedisAddress, log: Logger): Promise<Wakeup> {
    const connection = () => {
      const redis = new Redis({
        ...address,
        ...(caPath === undefined ? {} : { tls: tlsBy(caPath) }),
        lazyConnect: true,
        maxRetriesPerRequest: 1,
        socketTimeout: SILENT_AFTER_MS,
        retryStrategy: retryDelay,
      })
      redis.on('error', (error: Error) => log.warn({ err: error }, 'redis is not reachable'))
      return redis
    }
    const publisher = connection()
    const subscriber = connection()
    // Also after every reconnection, the first of which may come after Redis was away at the start.
    subscriber.on('ready', () => {
      subscriber.subscribe(CHANNEL).catch((error: Error) => log.warn({ err: error }, 'could not subscribe'))
    })
    await Promise.allSettled([publisher.connect(), subscriber.connect()])
    return new Wakeup(publisher, subscriber)
  }

  /** Wakes everybody who waits for tasks, here and in other processes. */
  notify(): void {
    this.#local.emit('tasks')
    this.#publisher.publish(CHANNEL, '').catch(() => undefined)
  }

  #askForPulse(): void {
    for (const redis of [this.#publisher, this.#subscriber]) redis.ping().catch(() => undefined)
  }

  /** Waits until tasks have changed, `milliseconds` have passed or the signal is aborted. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(milliseconds)])
    await once(this.#local, 'tasks', { signal: limit }).catch(() => undefined)
  }

  /** Closes both connections. */
  async close(): Promise<void> {
    clearInterval(this.#pulse)
    this.#publisher.disconnect()
    this.#subscriber.disconnect()
  }
}

const retryDelay = (attempt: number) => Math.min(attempt * 100, 2_000)
