import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A system account that a server runs as. */
export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/**
 * The account that a server should run as when this process is root, the first of `names` that the machine has;
 * `undefined` when this process is not root, and the server simply runs as the same user.
 *
 * PostgreSQL refuses to run as root, and no other server needs to.
 *
 * @throws when the machine has none of the accounts.
 */
export function serverAccount(names: readonly string[]): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const known = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'))
  for (const name of names) {
    const entry = known.find(fields => fields[0] === name)
    if (entry) return { name, uid: Number(entry[2]), gid: Number(entry[3]) }
  }
  throw new Error(
    `the server cannot run as root, and this machine has no account called ${names.join(' or ')}`,
  )
}

/** Whether an account can enter a folder, asked of the system itself by entering it as that account. */
export function canEnter(account: Account, folder: string): boolean {
  const { status } = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], {
    cwd: '/',
    uid: account.uid,
    gid: account.gid,
    stdio: 'ignore',
  })
  return status === 0
}
