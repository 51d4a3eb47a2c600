import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { rowsOf } from '../harness/gateway.ts'
import { PYTHON_INSTALLATION_MS } from '../harness/python.ts'
import { DAYS, modalLocation, spatialAggregate } from '../harness/questions.ts'
import { type RunningService, startFlowApi } from '../harness/services.ts'
import { sharedSystem } from '../harness/shared.ts'
import { claims, sign } from '../harness/tokens.ts'
import { askByPythonClient } from './python.ts'

/* FlowAPI with a certificate that signs itself, before the FlowMachines of the shared system. */

const { api: overHttp, flowdb, machines } = sharedSystem()
const keys = inject('keys')
let folder: string
let certificate: string
let flowapi: RunningService

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flowkit-https-'))
  certificate = join(folder, 'cert.pem')
  makeCertificate(certificate, 'first')
  const key = { algorithm: 'RS256', publicKey: keys.publicKey } as const
  flowapi = await startFlowApi('https-flowapi', flowdb, machines, key, {
    FLOWAPI_CERTIFICATE_PATH: certificate,
  })
})
afterAll(async () => {
  await flowapi.stop()
  await rm(folder, { recursive: true })
})

/** Key and certificate in one file, as in FlowKit's secret. */
function makeCertificate(path: string, name: string): void {
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`],
      ...['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', path, '-out', path],
    ],
    { stdio: 'ignore' },
  )
}

async function shownName(): Promise<string | string[] | undefined> {
  const { hostname: host, port } = new URL(flowapi.address)
  const socket = connect({ host, port: Number(port), rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const name = socket.getPeerCertificate().subject.CN
  socket.destroy()
  return name
}

test(
  'the Python client works with ssl_certificate',
  async () => {
    const heard = await askByPythonClient({
      FLOWAPI_URL: flowapi.address,
      FLOWAPI_TOKEN: inject('token'),
      GUEST_TOKEN: sign({ algorithm: 'RS256', privateKey: keys.privateKey }, claims({})),
      FLOWAPI_CERTIFICATE: certificate,
    })
    expect(heard.user).toBe('tester')
    expect(heard.modal_location).toEqual(await rowsOf(overHttp, spatialAggregate(modalLocation(DAYS))))
    expect(heard.status_after).toBe('completed')
  },
  PYTHON_INSTALLATION_MS,
)

test('a certificate that is replaced is shown without a restart', async () => {
  expect(await shownName()).toBe('first')
  makeCertificate(`${certificate}.new`, 'second')
  await rename(`${certificate}.new`, certificate)
  await expect.poll(shownName, { timeout: 20_000, interval: 250 }).toBe('second')
})
