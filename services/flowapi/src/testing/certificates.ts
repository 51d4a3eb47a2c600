import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { type Certificate, type CertificateFiles, readCertificate } from '../tls/certificate.ts'

const run = promisify(execFile)
const FOLDERS = join(tmpdir(), 'flowapi-certificates-')

/** A folder of its own for the files of one test. */
export async function ownFolder(): Promise<string> {
  const folder = await mkdtemp(FOLDERS)
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** Makes a certificate for this machine that signs itself, by OpenSSL; the name tells one from another. */
export async function makeCertificate(folder: string, name: string): Promise<CertificateFiles> {
  const files = { certificate: join(folder, `${name}.pem`), key: join(folder, `${name}-key.pem`) }
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
    ...['-keyout', files.key, '-out', files.certificate],
  ])
  return files
}

/** Certificate and key in one file, as FlowKit's secret has them. */
export async function inOneFile(
  { certificate, key }: CertificateFiles,
  path: string,
): Promise<CertificateFiles> {
  await writeFile(path, (await readFile(key, 'utf8')) + (await readFile(certificate, 'utf8')))
  return { certificate: path, key: path }
}

/** A certificate that is made and read. */
export async function newCertificate(name = 'flowapi'): Promise<Certificate> {
  const folder = await mkdtemp(FOLDERS)
  try {
    return await readCertificate(await makeCertificate(folder, name))
  } finally {
    await rm(folder, { recursive: true })
  }
}
