import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { serverAccount } from './account.ts'
import { throwAwayFolder } from './folders.ts'

/** A server's certificate, which signs itself: it is its own authority. */
export interface ServerCertificate {
  /** PEM files. Everybody may read the certificate, and the server's account alone the key. */
  readonly certificate: string
  readonly key: string
  /** Makes another one in their place. */
  renew(): void
  remove(): void
}

/**
 * Makes a certificate for a private server.
 *
 * @param accounts What the server runs as when this process is root: the first of these accounts that there is.
 * @param name What it is for, as OpenSSL writes it: `IP:127.0.0.1` or `DNS:localhost`.
 */
export function makeServerCertificate(accounts: readonly string[], name = 'IP:127.0.0.1'): ServerCertificate {
  const account = serverAccount(accounts)
  const folder = throwAwayFolder(account)
  chmodSync(folder, 0o755)
  const certificate = join(folder, 'server.pem')
  const key = join(folder, 'server.key')
  const renew = () => {
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
    const about = ['-subj', '/CN=server', '-addext', `subjectAltName=${name}`]
    execFileSync('openssl', ['req', '-x509', ...kind, ...about, '-keyout', key, '-out', certificate], {
      stdio: 'pipe',
    })
    chmodSync(key, 0o600)
    if (account) chownSync(key, account.uid, account.gid)
  }
  renew()
  return { certificate, key, renew, remove: () => rmSync(folder, { recursive: true }) }
}
