import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** How connections to a server are encrypted, as Node's `tls.connect` takes it. */
export interface ServerTls {
  /** The certificates of those who may vouch for the server; of the file as it is when a connection is made. */
  readonly ca: string
  readonly minVersion: 'TLSv1.2'
}

/**
 * The setting that makes connections to a server encrypted: whoever is at the other end has to show a certificate for the
 * host's name by one of these authorities (libpq's `verify-full`). A certificate that signs itself is its own authority.
 *
 * @param server What is connected to, as the setting's description calls it.
 */
export const authorityPath = (server: string) =>
  z
    .string()
    .refine(isCertificateFile, 'must be a file of certificates in PEM that can be read')
    .optional()
    .describe(
      `A PEM file with the authority that vouches for ${server}, or its own certificate: with it connections are encrypted, and a server that shows no certificate for its name is refused. Without it they are plain.`,
    )

/**
 * Encrypts connections. The file is read again for each of them, so that certificates can change under a process that
 * goes on; while it cannot be read, what it held last counts.
 *
 * @param path A file that {@link authorityPath} has found usable.
 */
export function tlsBy(path: string): ServerTls {
  let last = readFileSync(path, 'utf8')
  return {
    get ca() {
      if (isCertificateFile(path)) last = readFileSync(path, 'utf8')
      return last
    },
    minVersion: 'TLSv1.2',
  }
}

function isCertificateFile(path: string): boolean {
  try {
    new X509Certificate(readFileSync(path))
    return true
  } catch {
    return false
  }
}
