import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { statusOf } from '../execution/status.ts'
import { validated } from '../server/actions/query-spec.ts'
import { closeGrant, recordGrant } from '../store/ledger.ts'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { withClient } from '../testing/world.ts'

/* The command as an administrator runs it: a process of its own. */

const PROGRAM = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
const spec = validated({ query_kind: 'geography', aggregation_unit: 'admin3' })
/** A name that a terminal and a spreadsheet would take for more than a name. */
const SLY = '=1+1\u001b[2J,"x"'

let world: TestEngine
let queryId: string
beforeAll(async () => {
  world = await startEngine({ areas: [[3, 'W', 0, 0, 5, 10]], cells: [['west', 1, 1]], events: {} })
  await world.start(1)
  const { id } = await world.finish(spec)
  queryId = id
  const result = (await statusOf(world.engine, id))?.readable
  if (!result) throw new Error('The shapes have not been computed')
  const give = async (subject: string) => {
    const to = { issuer: 'FlowAuth', subject, token_id: 't' }
    return { to, entry: await recordGrant(world.engine.control, to, spec, result, 'geojson') }
  }
  const { to, entry } = await give('ann')
  await closeGrant(world.engine.control, to, entry, 'whole', 120)
  await give(SLY)
})
afterAll(() => world.close())

/** Runs `flowmachine ledger …`. */
function ledger(...args: readonly string[]): Promise<{ code: unknown; out: string; said: string }> {
  const { host, port, name, user, password } = world.flowmachine
  const env = {
    FLOWDB_HOST: host,
    FLOWDB_PORT: String(port),
    FLOWDB_DATABASE: name,
    FLOWMACHINE_FLOWDB_USER: user,
    FLOWMACHINE_FLOWDB_PASSWORD: password,
  }
  return new Promise(resolve => {
    execFile(process.execPath, [PROGRAM, 'ledger', ...args], { env }, (error, out, said) =>
      resolve({ code: error ? error.code : 0, out, said: said.trim() }),
    )
  })
}

test('list shows who was given what and how that ended; names cannot move the cursor', async () => {
  const { out } = await ledger('list', '--type', 'grant')
  const [head, first, second, ...more] = out.trimEnd().split('\n')
  expect(head).toMatch(/^ENTRY +AT +TYPE +OUTCOME +WHO +KIND +QUERY +RUN +ROWS$/)
  expect(first).toMatch(/^3 +2\d{3}-[\dT:-]+Z +grant +whole +ann +geography +[0-9a-f]{32} +\d+ +1$/)
  expect(second).toMatch(/^5 .* open +=1\+1·\[2J,"x"/)
  expect(more).toEqual([])
})

test('list filters, and writes CSV for spreadsheets and JSON lines for programs', async () => {
  const { out: csv } = await ledger('list', '--who', SLY, '--format', 'csv')
  expect(csv.split('\r\n')[0]).toMatch(/^entry,at,type,issuer,subject,/)
  expect(csv).toContain(`grant,FlowAuth,"'=1+1\u001b[2J,""x""",t,`)
  const { out: lines } = await ledger(
    'list',
    '--query',
    queryId,
    '--outcome',
    'published',
    '--format',
    'jsonl',
  )
  expect(
    lines
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line)),
  ).toMatchObject([{ entry: 2, type: 'run', form: 'released', kind: 'geography', rows: 1 }])
  expect((await ledger('list', '--until', '2001-01-01', '--format', 'jsonl')).out).toBe('')
  expect(await ledger('list', '--since', 'yesterday')).toMatchObject({
    code: 1,
    said: expect.stringContaining('ISO 8601'),
  })
})

test('export gives the bytes that are hashed, and head the hash of the last of them', async () => {
  const { out } = await ledger('export')
  const records = out.trimEnd().split('\n')
  expect(records.map(record => JSON.parse(record).type)).toEqual(['run', 'run', 'grant', 'closing', 'grant'])
  let previous = '0'.repeat(64)
  for (const record of records) {
    expect(JSON.parse(record).previous).toBe(previous)
    previous = createHash('sha256').update(record).digest('hex')
  }
  expect((await ledger('head')).out).toBe(`5:${previous}\n`)
})

test('verify says that all is well, and ends with 1 and the first broken entry when it is not', async () => {
  const head = (await ledger('head')).out.trim()
  expect(await ledger('verify', '--expect', head)).toEqual({
    code: 0,
    out: `The ledger is whole. Its head is ${head}\n`,
    said: '',
  })
  expect(await ledger('verify', '--expect', head.replace(/^5/, '6'))).toMatchObject({
    code: 1,
    said: 'The ledger is broken at entry 6: it is missing: entry 6 was noted.',
  })
  expect(await ledger('verify', '--expect', '5')).toMatchObject({ code: 1 })
  await withClient(world.superuserUrl, client =>
    client.query(`
      SET session_replication_role = 'replica';
      UPDATE ledger.entries SET record = replace(record, '"ann"', '"eve"') WHERE entry = 3`),
  )
  expect(await ledger('verify')).toMatchObject({
    code: 1,
    out: '',
    said: 'The ledger is broken at entry 4: entry 3 is not the one that it was written after.',
  })
})
