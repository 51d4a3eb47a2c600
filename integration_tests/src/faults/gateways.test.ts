import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { complete, gateway } from '../harness/gateway.ts'
import { enlargeResult } from '../harness/large-results.ts'
import { type OwnSystem, startOwnSystem } from '../harness/own-system.ts'
import { programFile, runCommand } from '../harness/programs.ts'
import { uniqueSubscriberCounts } from '../harness/questions.ts'
import { type RunningService, startFlowApi } from '../harness/services.ts'
import { claims, sign } from '../harness/tokens.ts'

/* A FlowAPI, or the FlowMachine that gave out the result, is killed while a reader has half of it. */

const GRANT_SECONDS = 10
const TIMES = 30_000
const scopes = ['run', 'get_result', 'admin3:unique_subscriber_counts:unique_subscriber_counts']
const tokenOf = (sub: string) =>
  sign({ algorithm: 'RS256', privateKey: inject('keys').privateKey }, claims({ everything: scopes }, { sub }))

let system: OwnSystem
let queryId: string
let table: string
/** The whole result as CSV: a header, and each row once and as often again as it was repeated. */
let lines: number
const gateways: RunningService[] = []
beforeAll(async () => {
  system = await startOwnSystem('gateways', {
    settings: { FLOWMACHINE_GRANT_SECONDS: String(GRANT_SECONDS), FLOWMACHINE_RESULT_GRACE_SECONDS: '0' },
  })
  queryId = await complete(system.api, uniqueSubscriberCounts())
  const rows = (await (await system.api.get(queryId, '.csv')).text()).split('\r\n').length - 2
  lines = 1 + rows * (1 + TIMES)
  table = await enlargeResult(system.database, queryId, TIMES)
})
afterAll(async () => {
  for (const each of gateways) await each.stop()
  await system.stop()
})

async function anotherGateway(name: string): Promise<RunningService> {
  const { flowdb, machines } = system.address
  const key = { algorithm: 'RS256', publicKey: inject('keys').publicKey } as const
  const started = await startFlowApi(name, flowdb, machines, key)
  gateways.push(started)
  return started
}

/** Begins to read the result as somebody, and stops after the first piece. */
async function readTheBeginning(url: string, user: string): Promise<IncomingMessage> {
  const request = get(`${url}/api/0/get/${queryId}.csv`, {
    agent: false,
    headers: { authorization: `Bearer ${tokenOf(user)}` },
  })
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  expect(answer.statusCode).toBe(200)
  await once(answer, 'readable')
  expect(answer.read(1)).not.toBeNull()
  return answer
}

/** The connections of gateways to the database. */
async function connections(): Promise<number[]> {
  const { rows } = await system.database.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'flowapi%'`,
  )
  return rows.map(({ pid }) => pid)
}

/** How many hold the result's table: while one does, it can't be dropped. */
async function holders(): Promise<number> {
  const { rowCount } = await system.database.query('SELECT FROM pg_locks WHERE relation = $1::regclass', [
    table,
  ])
  return rowCount ?? 0
}

/** Runs `flowmachine` as an administrator would. */
function flowmachine(...args: string[]): Promise<string> {
  const { host, port, name, flowmachine: role } = system.address.flowdb
  return runCommand(process.execPath, [programFile('flowmachineCommand'), ...args], {
    FLOWDB_HOST: host,
    FLOWDB_PORT: String(port),
    FLOWDB_DATABASE: name,
    FLOWMACHINE_FLOWDB_USER: role.user,
    FLOWMACHINE_FLOWDB_PASSWORD: role.password,
    FLOWMACHINE_RESULT_GRACE_SECONDS: '0',
  })
}

/** How the only grant to somebody ended, as the ledger tells it when it is not open any more. */
async function endOfGrantTo(user: string): Promise<{ outcome: string; bytes: number | null }> {
  for (;;) {
    const entries = await flowmachine('ledger', 'list', '--type', 'grant', '--who', user, '--format', 'jsonl')
    const [only, ...more] = entries.trim().split('\n')
    expect(more).toEqual([])
    const grant = JSON.parse(only ?? '')
    if (grant.outcome !== 'open') return grant
    await sleep(200)
  }
}

test('a FlowAPI killed in the middle of a result leaves no connection and no lock, and an end that is unknown', async () => {
  const others = new Set(await connections())
  const doomed = await anotherGateway('gateways-doomed')
  const answer = await readTheBeginning(doomed.address, 'cut off')
  const left = async () => (await connections()).filter(pid => !others.has(pid))
  expect((await left()).length).toBeGreaterThan(0)
  expect(await holders()).toBeGreaterThan(0)
  const broken = text(answer)
  process.kill(doomed.identity.pid, 'SIGKILL')
  await expect(broken).rejects.toThrow('aborted')
  await expect.poll(left, { timeout: 10_000 }).toEqual([])
  expect(await holders()).toBe(0)
  expect(await endOfGrantTo('cut off')).toMatchObject({ outcome: 'unknown', bytes: null })
  expect(await flowmachine('ledger', 'verify')).toContain('whole')
})

test('a FlowAPI that takes its place gives the result out again, whole', async () => {
  const { address } = await anotherGateway('gateways-successor')
  const body = await (await gateway(address, tokenOf('came back')).get(queryId, '.csv')).text()
  expect(body.trimEnd().split('\r\n')).toHaveLength(lines)
  expect(await endOfGrantTo('came back')).toMatchObject({ outcome: 'whole', bytes: body.length })
})

test('a FlowMachine killed in the middle of a result holds up no reader, and its successor hears how it ended', async () => {
  const answer = await readTheBeginning(system.address.url, 'read on')
  process.kill(system.machines[0]?.identity.pid ?? 0, 'SIGKILL')
  await system.machines[0]?.exited
  expect(await holders()).toBeGreaterThan(0)
  await system.restart(0)
  const body = await text(answer)
  expect(body.trimEnd().split('\r\n')).toHaveLength(lines)
  expect(await endOfGrantTo('read on')).toMatchObject({ outcome: 'whole', bytes: body.length + 1 })
})

test('nothing of all this keeps the result from being pruned', async () => {
  expect(await holders()).toBe(0)
  await flowmachine('cache', 'reset')
  const { rows } = await system.database.query('SELECT to_regclass($1) AS name', [table])
  expect(rows).toEqual([{ name: null }])
})
