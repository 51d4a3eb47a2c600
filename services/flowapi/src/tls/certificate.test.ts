import { X509Certificate } from 'node:crypto'
import { copyFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { inOneFile, makeCertificate, ownFolder } from '../testing/certificates.ts'
import { keptLog } from '../testing/log.ts'
import { type Certificate, type CertificateFiles, readCertificate, watchCertificate } from './certificate.ts'

let folder: string
let files: CertificateFiles
beforeEach(async () => {
  folder = await ownFolder()
  files = await makeCertificate(folder, 'first')
})

describe('a certificate is read', () => {
  test('from two files, or from one with both', async () => {
    const two = await readCertificate(files)
    const inTwoDays = Date.now() + 2 * 86_400_000
    expect(Math.abs(two.validTo.getTime() - inTwoDays)).toBeLessThan(60_000)
    const one = await readCertificate(await inOneFile(files, join(folder, 'cert-flowkit.pem')))
    expect(one.validTo).toEqual(two.validTo)
  })

  test('and refused when the key is that of another', async () => {
    const { key } = await makeCertificate(folder, 'second')
    await expect(readCertificate({ ...files, key })).rejects.toThrow('is not that of the certificate')
  })

  test('and refused when a file holds something else, whose content is not told', async () => {
    await writeFile(files.key, 'my secret')
    const refused = await readCertificate(files).catch((error: Error) => error)
    expect(refused).toMatchObject({ message: expect.stringContaining('holds no private key') })
    expect(String(refused)).not.toContain('my secret')
  })
})

describe('a certificate is watched', () => {
  const EVERY_MS = 20

  async function watch() {
    const log = keptLog()
    const renewed: Certificate[] = []
    const onRenewed = (certificate: Certificate) => renewed.push(certificate)
    const first = await readCertificate(files)
    onTestFinished(watchCertificate(files, first, { onRenewed, log: log.log, everyMs: EVERY_MS }))
    return { renewed, said: () => log.lines.map(({ event }) => event) }
  }

  test('and taken when both files have been replaced, one after the other', async () => {
    const { renewed, said } = await watch()
    const next = await makeCertificate(folder, 'second')
    await rename(next.certificate, files.certificate)
    await expect.poll(said).toEqual(['the certificate cannot be renewed: it stays'])
    await rename(next.key, files.key)
    await expect.poll(said).toContain('the certificate has been renewed')
    expect(renewed.map(({ cert }) => new X509Certificate(cert).subject)).toEqual(['CN=second'])
  })

  test('and kept, with one complaint, when what comes next cannot be used', async () => {
    const { renewed, said } = await watch()
    await copyFile(files.key, files.certificate)
    await expect.poll(said).toHaveLength(1)
    await sleep(5 * EVERY_MS)
    expect(said()).toHaveLength(1)
    expect(renewed).toEqual([])
  })
})
