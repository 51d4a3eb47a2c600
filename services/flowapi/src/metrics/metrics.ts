import type pg from 'pg'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { StreamLimit } from '../http/stream-limit.ts'

/** What the gateway can be asked about itself by Prometheus. None of it names users, queries or places. */
export interface Metrics {
  /** The metrics as Prometheus reads them. */
  readonly registry: Registry
  /** Requests that were answered. The route is that of the code, such as `/api/0/poll/:query_id`. */
  readonly requests: Counter<'method' | 'route' | 'status'>
  /** How long they took until the whole of the answer was sent, in seconds. */
  readonly durations: Histogram<'method' | 'route'>
  /** Results that were not sent to their end, by why. */
  readonly brokenResults: Counter<'reason'>
}

/** What is looked at when somebody asks for the metrics. */
export interface Watched {
  readonly results: pg.Pool
  readonly streams: StreamLimit
  readonly followers: StreamLimit
  /** Undefined where tokens are not revoked. */
  readonly revocations?: { readonly nextAt: number | undefined } | undefined
  /** What callers are shown now; undefined over plain HTTP. */
  readonly certificate?: () => { readonly validTo: Date } | undefined
}

/** Polls take milliseconds, large results minutes. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 300, 3_600]

/** The metrics of one gateway, with those of its process. */
export function createMetrics({ results, streams, followers, revocations, certificate }: Watched): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'flowapi_result_connections',
    help: 'Connections to the database for results, by what they do, and requests that wait for one.',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'busy' }, results.totalCount - results.idleCount)
      this.set({ state: 'idle' }, results.idleCount)
      this.set({ state: 'waited for' }, results.waitingCount)
    },
  })
  new Gauge({
    name: 'flowapi_streams',
    help: 'Results and events that are being sent, and those that wait for a turn of their user.',
    labelNames: ['kind', 'state'],
    registers,
    collect() {
      for (const [kind, limit] of Object.entries({ results: streams, events: followers })) {
        this.set({ kind, state: 'open' }, limit.open)
        this.set({ kind, state: 'waiting' }, limit.waiting)
      }
    },
  })
  if (revocations)
    new Gauge({
      name: 'flowapi_revocation_list_due_seconds',
      help: 'For how long the list of revoked tokens has been due that should follow the present one; below 0 until it is.',
      registers,
      collect() {
        if (revocations.nextAt !== undefined) this.set(Date.now() / 1_000 - revocations.nextAt)
      },
    })
  if (certificate?.())
    new Gauge({
      name: 'flowapi_certificate_expiry_timestamp_seconds',
      help: 'When the certificate ends that callers are shown, in seconds since 1970.',
      registers,
      collect() {
        const shown = certificate()
        if (shown) this.set(shown.validTo.getTime() / 1_000)
      },
    })
  return {
    registry,
    requests: new Counter({
      name: 'flowapi_requests_total',
      help: 'Requests that were answered.',
      labelNames: ['method', 'route', 'status'],
      registers,
    }),
    durations: new Histogram({
      name: 'flowapi_request_duration_seconds',
      help: 'How long requests took until the whole answer was sent.',
      labelNames: ['method', 'route'],
      buckets: SECONDS,
      registers,
    }),
    brokenResults: new Counter({
      name: 'flowapi_results_broken_off_total',
      help: 'Results that were not sent to their end.',
      labelNames: ['reason'],
      registers,
    }),
  }
}
