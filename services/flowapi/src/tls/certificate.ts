import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Logger } from '@flowkit/service'

/** The paths of a certificate and its private key, as PEM; both may be in one file. */
export interface CertificateFiles {
  readonly certificate: string
  readonly key: string
}

/** What a server shows to its callers, and the key that proves it. */
export interface Certificate {
  /** PEM: the certificate, and after it those that vouch for it. */
  readonly cert: string
  /** PEM. */
  readonly key: string
  readonly validTo: Date
}

/**
 * Reads a certificate.
 *
 * @throws {Error} when a file cannot be read, holds something else, or the key is that of another certificate.
 */
export async function readCertificate(files: CertificateFiles): Promise<Certificate> {
  const [cert, key] = await Promise.all([readFile(files.certificate, 'utf8'), readFile(files.key, 'utf8')])
  const certificate = parsed(files.certificate, 'certificate', () => new X509Certificate(cert))
  const privateKey = parsed(files.key, 'private key', () => createPrivateKey(key))
  if (!certificate.checkPrivateKey(privateKey))
    throw new Error(`The key in ${files.key} is not that of the certificate in ${files.certificate}`)
  return { cert, key, validTo: certificate.validToDate }
}

function parsed<T>(path: string, what: string, parse: () => T): T {
  try {
    return parse()
  } catch (cause) {
    throw new Error(`${path} holds no ${what} that can be used (PEM, without a passphrase)`, { cause })
  }
}

/** Soon enough that nobody waits for it, and seldom enough that it costs nothing. */
const LOOK_EVERY_MS = 5_000

/** What a watch tells, and how often it looks. */
export interface CertificateWatch {
  readonly onRenewed: (certificate: Certificate) => void
  readonly log: Logger
  readonly everyMs?: number
}

/**
 * Looks again and again whether a certificate has been renewed. The files are read instead of waiting for word of the
 * system: mounted secrets are replaced by a link to another folder, of which there may be none. Files that cannot be
 * used change nothing and are complained about once; one that is renewed before the other is whole a moment later.
 *
 * @returns what ends the watch.
 */
export function watchCertificate(
  files: CertificateFiles,
  first: Certificate,
  { onRenewed, log, everyMs = LOOK_EVERY_MS }: CertificateWatch,
): () => void {
  let held = first
  let complaint = ''
  let looking = false
  const look = async () => {
    try {
      const found = await readCertificate(files)
      complaint = ''
      if (found.cert === held.cert && found.key === held.key) return
      onRenewed(found)
      held = found
      log.info({ valid_to: found.validTo }, 'the certificate has been renewed')
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (message !== complaint)
        log.error({ err: error, valid_to: held.validTo }, 'the certificate cannot be renewed: it stays')
      complaint = message
    }
  }
  const timer = setInterval(() => {
    if (looking) return
    looking = true
    void look().finally(() => {
      looking = false
    })
  }, everyMs).unref()
  return () => clearInterval(timer)
}
