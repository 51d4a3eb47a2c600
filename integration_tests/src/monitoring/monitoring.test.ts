import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, makeServerCertificate } from '@flowkit/local-stack'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { bodyOf, complete } from '../harness/gateway.ts'
import { type OwnSystem, startOwnSystem } from '../harness/own-system.ts'
import { dailyLocation, spatialAggregate } from '../harness/questions.ts'
import { type RunningService, startFlowApi } from '../harness/services.ts'
import { sign } from '../harness/tokens.ts'
import { attribute, type Collector, type ReceivedSpan, startCollector } from './collector.ts'

/* A system that is watched: its traces are received, and its metrics read, as an operator would. */

const DATE = '2016-01-03'
const spec = spatialAggregate(dailyLocation(DATE))

let collector: Collector
let system: OwnSystem
let queryId: string
const ports: Record<'flowapi' | 'flowmachine', number> = { flowapi: 0, flowmachine: 0 }
/** A FlowAPI with a certificate and a list of revoked tokens, of which it has metrics of its own. */
let secured: RunningService
let securedPort: number
const certificate = makeServerCertificate(['nobody'])
let folder: string

beforeAll(async () => {
  collector = await startCollector()
  ports.flowapi = await freePort()
  ports.flowmachine = await freePort()
  system = await startOwnSystem('watched', {
    settings: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      FLOWAPI_METRICS_PORT: String(ports.flowapi),
      FLOWMACHINE_METRICS_PORT: String(ports.flowmachine),
    },
  })
  folder = await mkdtemp(join(tmpdir(), 'flowkit-watched-'))
  securedPort = await freePort()
  secured = await startSecured(securedPort)
  queryId = await complete(system.api, spec)
  await bodyOf(await system.api.get(queryId), 200)
})
afterAll(async () => {
  await secured?.stop()
  await system?.stop()
  await collector.close()
  certificate.remove()
  await rm(folder, { recursive: true })
})

async function startSecured(port: number): Promise<RunningService> {
  const { publicKey, privateKey } = inject('keys')
  const iat = Math.floor(Date.now() / 1_000)
  const list = { type: 'revocation_list', aud: 'urn:flowkit:revocations', number: 1, revoked: [] }
  const path = join(folder, 'revocations')
  await writeFile(
    path,
    sign(
      { algorithm: 'RS256', privateKey },
      { ...list, iat, next: iat + 60 },
      { typ: 'flowkit-revocations+jwt' },
    ),
  )
  const { flowdb, machines } = system.address
  return startFlowApi(
    'watched-https',
    flowdb,
    machines,
    { algorithm: 'RS256', publicKey },
    {
      FLOWAPI_CERTIFICATE_PATH: certificate.certificate,
      FLOWAPI_CERTIFICATE_KEY_PATH: certificate.key,
      FLOWAPI_REVOCATION_PATH: path,
      FLOWAPI_METRICS_PORT: String(port),
    },
  )
}

const metricsAt = async (port: number) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()

/** The spans of a trace by a route of FlowAPI, when all have arrived. */
async function traceOf(name: string): Promise<readonly ReceivedSpan[]> {
  const root = () => collector.spans.find(span => span.name === name)
  await expect.poll(root, { timeout: 15_000 }).toBeDefined()
  return collector.spans.filter(({ traceId }) => traceId === root()?.traceId)
}

/** What a span is a part of, from the whole to itself: `service name`. */
function path(spans: readonly ReceivedSpan[], span: ReceivedSpan): string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId)
  return [...(parent ? path(spans, parent) : []), `${span.service} ${span.name}`]
}

describe('a trace', () => {
  test('leads from a request to FlowAPI over FlowMachine to SQL', async () => {
    const route = 'POST /api/0/run'
    const sql = [`flowapi ${route}`, 'flowapi run_query', 'flowmachine run_query', 'flowmachine INSERT']
    await expect
      .poll(async () => (await traceOf(route)).map(span => path(collector.spans, span)), { timeout: 15_000 })
      .toContainEqual(sql)
    const root = collector.spans.find(({ name }) => name === route)
    expect(root && attribute(root, 'http.route')).toBe('/api/0/run')
    expect(root && Number(attribute(root, 'http.response.status_code'))).toBe(202)
  })

  test('of a computation is linked to that of the request which asked for it', async () => {
    const [run] = await traceOf('POST /api/0/run')
    const computations = () => collector.spans.filter(({ name }) => name === 'compute')
    await expect
      .poll(() => computations().map(span => attribute(span, 'flowkit.query_kind')), { timeout: 15_000 })
      .toEqual(expect.arrayContaining(['daily_location', 'spatial_aggregate']))
    for (const computation of computations()) {
      expect(computation.traceId).not.toBe(run?.traceId)
      expect(computation.links?.map(({ traceId }) => traceId)).toContain(run?.traceId)
      const statements = collector.spans.filter(({ parentSpanId }) => parentSpanId === computation.spanId)
      expect(statements.map(({ name }) => name)).toContain('COMMIT')
    }
  })

  test('of a result lasts until it has been read', async () => {
    const spans = await traceOf('GET /api/0/get/:query_id')
    const read = spans.find(({ service, name }) => service === 'flowapi' && name === 'SELECT')
    expect(read && attribute(read, 'db.system.name')).toBe('postgresql')
  })

  test('holds no token, no id and nothing of what was asked', () => {
    const text = JSON.stringify(collector.spans)
    expect(text).not.toContain(inject('token').slice(0, 40))
    expect(text).not.toContain(queryId)
    for (const word of [DATE, 'tester', 'admin3', 'FROM', 'cache.', 'released.'])
      expect(text).not.toContain(word)
  })
})

describe('the dashboard and the alerts', () => {
  const file = (name: string) => readFile(new URL(`../../../monitoring/${name}`, import.meta.url), 'utf8')

  test('look at metrics and labels that there are', async () => {
    const given = new Map<string, Set<string>>()
    for (const port of [...Object.values(ports), securedPort]) {
      const text = await metricsAt(port)
      for (const [, name = ''] of text.matchAll(/^# TYPE (\S+)/gm)) given.set(name, new Set())
      for (const [, name = '', labels = ''] of text.matchAll(/^(\w+)(?:\{(.*?)\})? /gm)) {
        const known = given.get(name) ?? new Set()
        given.set(name, known)
        for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label)
      }
    }
    const dashboard: { panels: { targets?: { expr: string }[] }[] } = JSON.parse(
      await file('grafana-dashboard.json'),
    )
    const rules = [...(await file('alerts.yml')).matchAll(/^ +expr: (.+)$/gm)].map(([, expr = '']) => expr)
    const asked = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
    expect(asked.length).toBeGreaterThan(15)
    expect(rules.length).toBeGreaterThan(5)
    for (const expression of [...asked, ...rules]) {
      const names = expression.match(/\b(?:flowapi|flowmachine|process|nodejs)_\w+/g) ?? []
      expect(names, expression).not.toEqual([])
      for (const name of names) expect([...given.keys()], expression).toContain(name)
      const known = new Set(names.flatMap(name => [...labelsOf(given, name)]))
      for (const label of labelsIn(expression))
        expect([...known, 'job', 'instance'], expression).toContain(label)
    }
  })

  /** The labels of a metric. One that counts what has not happened yet has none: those of the guide. */
  function labelsOf(given: ReadonlyMap<string, ReadonlySet<string>>, name: string): ReadonlySet<string> {
    const seen = given.get(name) ?? new Set()
    return seen.size > 0 ? seen : new Set(/(?:failures|broken_off)_total$/.test(name) ? ['reason'] : [])
  }

  function labelsIn(expression: string): string[] {
    const chosen = [...expression.matchAll(/(\w+)=~?"/g)].map(([, label = '']) => label)
    const kept = [...expression.matchAll(/\bby \(([\w, ]+)\)/g)].flatMap(([, list = '']) => list.split(', '))
    return [...chosen, ...kept]
  }
})

test('FlowAPI tells when its certificate ends, and when the next list of revoked tokens is due', async () => {
  const text = await metricsAt(securedPort)
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
  const ends = value('flowapi_certificate_expiry_timestamp_seconds')
  expect(ends * 1_000).toBe(Date.parse(new X509Certificate(await readFile(certificate.certificate)).validTo))
  const due = value('flowapi_revocation_list_due_seconds')
  expect(due).toBeGreaterThan(-60)
  expect(due).toBeLessThan(600)
})

describe('the guide to monitoring', () => {
  const GUIDE = fileURLToPath(new URL('../../../docs/monitoring.md', import.meta.url))

  test.each(['flowapi', 'flowmachine'] as const)(
    'lists each metric of %s, and none that is not there',
    async service => {
      const port = service === 'flowapi' ? securedPort : ports[service]
      const given = [...(await metricsAt(port)).matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name)
      const guide = await readFile(GUIDE, 'utf8')
      const listed = [...guide.matchAll(/^\| `(\w+)` +\|/gm)].map(([, name = '']) => name)
      const ours = (name: string) => name.startsWith(`${service}_`)
      expect(listed.filter(ours).sort()).toEqual(given.filter(ours).sort())
    },
  )
})
