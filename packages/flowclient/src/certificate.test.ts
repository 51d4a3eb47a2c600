import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Connection, connect } from './client.ts'
import { ConnectionFailed, QueryInvalid } from './errors.ts'
import { geography } from './queries/index.ts'
import {
  accepted,
  completed,
  json,
  type ScriptedFlowApi,
  startScriptedFlowApi,
} from './testing/scripted-flowapi.ts'

const TOKEN = 'aGVhZGVy.Y2xhaW1z.c2lnbmF0dXJl'
const ROWS = [{ pcod: 'XA.1' }, { pcod: 'XA.2' }]
const QUERY = geography({ aggregation_unit: 'admin3' })
let folder: string
let server: ScriptedFlowApi

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flowclient-certificate-'))
  makeCertificate('server')
  makeCertificate('other')
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  server = await startScriptedFlowApi(
    {
      'GET /api/0/available_dates': json(200, { available_dates: { calls: ['2016-01-01'] } }),
      'POST /api/0/run': [accepted('an-id'), json(400, { status: 'Error', msg: 'No.' })],
      'GET /api/0/poll/an-id': completed('an-id'),
      'GET /api/0/get/an-id': json(200, { query_id: 'an-id', query_result: ROWS }),
      'GET /api/0/get/an-id.csv': { status: 200, body: ['pcod\r\n', 'XA.1'], breaksOff: true },
    },
    { key: read('server.key'), cert: read('server.pem') },
  )
})
afterAll(async () => {
  await server?.close()
  rmSync(folder, { recursive: true })
})

/** A certificate of 127.0.0.1 that is signed by nobody else. */
function makeCertificate(name: string): void {
  const files = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.pem`)]
  const about = ['-subj', '/CN=flowapi', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2']
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  execFileSync('openssl', ['req', '-x509', ...key, ...files, ...about], { stdio: 'pipe' })
}

test('a server with the certificate that is given is trusted, for bodies, redirects and streams', async () => {
  const client = new Connection(server.url, TOKEN, join(folder, 'server.pem'))
  expect(await client.availableDates()).toEqual({ calls: ['2016-01-01'] })
  const handle = await client.run(QUERY)
  expect((await handle.json()).query_result).toEqual(ROWS)
  expect(JSON.parse(server.received.find(({ route }) => route.startsWith('POST'))?.body ?? '')).toEqual(QUERY)
  await expect(handle.csv()).rejects.toThrow(ConnectionFailed)
  await expect(client.run(QUERY)).rejects.toThrow(QueryInvalid)
})

test('a request over it can be given up', async () => {
  const client = connect({ url: server.url, token: TOKEN, sslCertificate: join(folder, 'server.pem') })
  await expect(client.availableDates({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
    'enough',
  )
})

test.each([undefined, 'other.pem'])('with the certificate %s it is not', async name => {
  const sslCertificate = name && join(folder, name)
  const client = connect({ url: server.url, token: TOKEN, sslCertificate, retries: 0 })
  await expect(client.availableDates()).rejects.toThrow(/cannot be reached at .*: self-signed certificate/)
})

test('a certificate that is of no use is refused at once', () => {
  const refusal = (options: object) => () => connect({ url: server.url, token: TOKEN, ...options })
  expect(refusal({ sslCertificate: '/none.pem' })).toThrow('The certificate /none.pem cannot be read.')
  expect(refusal({ sslCertificate: 'a.pem', url: 'http://localhost' })).toThrow(
    'A certificate is of use with https:// only.',
  )
  expect(refusal({ sslCertificate: 'a.pem', fetch })).toThrow('Give fetch or sslCertificate')
})
