import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { freePort } from '@flowkit/local-stack'
import { expect, onTestFinished, test } from 'vitest'
import { makeCertificate, ownFolder } from './testing/certificates.ts'
import { readCertificate } from './tls/certificate.ts'

const PROGRAM = fileURLToPath(new URL('../dist/healthcheck.js', import.meta.url))

/** A server that answers `/healthz` with a status, and anything else with 404; its port. */
async function answering(status: number): Promise<number> {
  const server = createServer(({ url }, answer) => {
    answer.writeHead(url === '/healthz' ? status : 404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** What the health check comes to, and what it says. */
function check(
  port: number,
  more: Readonly<Record<string, string>> = {},
): Promise<{ code: number | string | null | undefined; said: string }> {
  const env = { FLOWAPI_PORT: String(port), ...more }
  return new Promise(resolve => {
    execFile(process.execPath, [PROGRAM], { env }, (error, _, said) =>
      resolve({ code: error ? error.code : 0, said: said.trim() }),
    )
  })
}

test('a gateway that answers is well', async () => {
  expect(await check(await answering(200))).toEqual({ code: 0, said: '' })
})

test('a gateway that answers with an error is not, and it is said why', async () => {
  expect(await check(await answering(500))).toEqual({ code: 1, said: 'FlowAPI answered 500' })
})

test('a gateway that does not listen is not', async () => {
  expect(await check(await freePort())).toMatchObject({ code: 1, said: expect.stringMatching(/./) })
})

test('a gateway with a certificate, which is never for the machine’s own address, is asked over HTTPS', async () => {
  const files = await makeCertificate(await ownFolder(), 'flowapi')
  const { cert, key } = await readCertificate(files)
  const server = createSecureServer({ cert, key }, (_request, answer) => answer.writeHead(200).end())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const settings = {
    FLOWAPI_CERTIFICATE_PATH: files.certificate,
    FLOWAPI_CERTIFICATE_KEY_PATH: files.key,
  }
  expect(await check(port, settings)).toEqual({ code: 0, said: '' })
})
