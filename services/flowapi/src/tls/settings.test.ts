import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ownFolder } from '../testing/certificates.ts'
import { certificateFiles } from './settings.ts'

test('without a certificate there is plain HTTP', async () => {
  expect(certificateFiles({}, { env: {}, secretsDir: await ownFolder() })).toBeNull()
})

test('FlowKit’s secret holds the certificate and its key, unless the key has a secret of its own', async () => {
  const secretsDir = await ownFolder()
  const certificate = join(secretsDir, 'cert-flowkit.pem')
  await writeFile(certificate, '')
  expect(certificateFiles({}, { env: {}, secretsDir })).toEqual({ certificate, key: certificate })
  const key = join(secretsDir, 'key-flowkit.pem')
  await writeFile(key, '')
  expect(certificateFiles({}, { env: {}, secretsDir })).toEqual({ certificate, key })
  const elsewhere = certificateFiles(
    { FLOWAPI_CERTIFICATE_PATH: '/etc/flowapi.pem' },
    { env: {}, secretsDir },
  )
  expect(elsewhere).toEqual({ certificate: '/etc/flowapi.pem', key: '/etc/flowapi.pem' })
})

test('a key without a certificate is a mistake', () => {
  expect(() => certificateFiles({ FLOWAPI_CERTIFICATE_KEY_PATH: '/etc/key.pem' })).toThrow(
    'FLOWAPI_CERTIFICATE_PATH is not',
  )
})
