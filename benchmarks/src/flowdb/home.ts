import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The folders and files of the benchmark at one scale. What several scales share lies above them. */
export class Home {
  /** Of all scales. */
  readonly shared: string
  /** Of this scale. */
  readonly folder: string

  /** @param scale As it was given, such as `5M`. */
  constructor(shared: string, scale: string) {
    this.shared = shared
    this.folder = join(shared, scale)
    mkdirSync(this.folder, { recursive: true })
  }

  /** A file or folder of this scale. */
  path(name: string): string {
    return join(this.folder, name)
  }

  /** What a stage has recorded; undefined where it hasn't. */
  read<T>(name: string): T | undefined {
    const path = this.path(`${name}.json`)
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined
  }

  /**
   * What a stage has recorded.
   *
   * @throws where it has not been run.
   */
  require<T>(name: string, stage: string): T {
    const recorded = this.read<T>(name)
    if (recorded === undefined) throw new Error(`The stage "${stage}" has to be run first.`)
    return recorded
  }

  /** Records something; a crash leaves the old record or the new one. */
  write(name: string, record: unknown): void {
    const path = this.path(`${name}.json`)
    writeFileSync(`${path}.new`, `${JSON.stringify(record, null, 1)}\n`, { mode: 0o600 })
    renameSync(`${path}.new`, path)
  }

  /** A password of this scale's servers, made at first use. */
  get password(): string {
    const known = this.read<{ password: string }>('password')
    if (known) return known.password
    const password = randomBytes(24).toString('hex')
    this.write('password', { password })
    return password
  }
}
