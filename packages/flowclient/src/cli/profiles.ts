import { chmod, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isObject, type JsonValue, parseJson } from '../json.ts'
import { pause } from '../pause.ts'
import { UsageError } from './failures.ts'
import type { Terminal } from './terminal.ts'

/** A FlowAPI and a token for it, under a name. */
export interface Profile {
  readonly url: string
  readonly token: string
  readonly sslCertificate?: string
  /** Where the token is renewed, and what with; undefined for one that somebody has copied. */
  readonly flowauth?: { readonly url: string; readonly refreshToken: string }
}

/** All profiles, and which of them is used where none is named. */
export interface Profiles {
  readonly current: string | undefined
  readonly byName: Readonly<Record<string, Profile>>
}

const ONLY_OWNER = 0o600
const OTHERS = 0o077

/** How often to look whether another command is done with the file. */
const LOOK_AGAIN_MS = 50
/** A command that holds the file this long has been killed: it waits for nothing longer than FlowAuth. */
const LONGEST_HELD_MS = 45_000

/** Where profiles are kept (XDG Base Directory Specification). */
function profilesFile({ env }: Terminal): string {
  const home = env.HOME ?? env.USERPROFILE
  const config = env.XDG_CONFIG_HOME || (home && join(home, '.config'))
  if (!config)
    throw new UsageError('Profiles are kept in the home folder, and HOME does not say which it is.')
  return join(config, 'flowclient', 'profiles.json')
}

/** The profiles; none where there is no file, or no home. That others can read the file is remarked on. */
export async function readProfiles(terminal: Terminal): Promise<Profiles> {
  const { env, stderr } = terminal
  if (!env.XDG_CONFIG_HOME && !env.HOME && !env.USERPROFILE) return { current: undefined, byName: {} }
  const file = profilesFile(terminal)
  const found = await stat(file).catch(() => undefined)
  if (found === undefined) return { current: undefined, byName: {} }
  if (process.platform !== 'win32' && (found.mode & OTHERS) !== 0)
    stderr.write(`Others can read ${file}, and the tokens in it. Forbid it by: chmod 600 ${file}\n`)
  const content = parseJson(await readFile(file, 'utf8'))
  const profiles = isObject(content) && isObject(content.profiles) ? content.profiles : undefined
  if (!isObject(content) || profiles === undefined || !Object.values(profiles).every(isProfile))
    throw new UsageError(`${file} holds no profiles. Remove it, and add them again.`)
  const { current } = content
  return {
    current: typeof current === 'string' ? current : undefined,
    byName: profiles as unknown as Profiles['byName'],
  }
}

/**
 * Changes the profiles, while no other command does.
 *
 * @param change Makes the new ones of those that there are; undefined leaves them.
 */
export async function changeProfiles(
  terminal: Terminal,
  change: (profiles: Profiles) => Promise<Profiles | undefined>,
): Promise<void> {
  const lock = `${profilesFile(terminal)}.lock`
  await mkdir(dirname(lock), { recursive: true, mode: 0o700 })
  while (!(await taken(lock))) await pause(LOOK_AGAIN_MS, terminal.signal)
  try {
    const changed = await change(await readProfiles(terminal))
    if (changed !== undefined) await writeProfiles(changed, terminal)
  } finally {
    await rm(lock, { force: true })
  }
}

/** Takes a lock, unless another command has it: a file that is there belongs to whoever could make it. */
async function taken(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx', ONLY_OWNER)).close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const held = await stat(lock).catch(() => undefined)
    if (held !== undefined && Date.now() - held.mtimeMs > LONGEST_HELD_MS) await rm(lock, { force: true })
    return false
  }
}

/** Keeps the profiles in a file that nobody but its owner can read. */
async function writeProfiles({ current, byName }: Profiles, terminal: Terminal): Promise<void> {
  const file = profilesFile(terminal)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const unfinished = `${file}.${process.pid}.part`
  await writeFile(unfinished, `${JSON.stringify({ current, profiles: byName }, null, 2)}\n`, {
    mode: ONLY_OWNER,
  })
  await chmod(unfinished, ONLY_OWNER)
  await rename(unfinished, file)
}

/**
 * The profile of a name.
 *
 * @throws {UsageError} when there is none.
 */
export function profileOf({ byName }: Profiles, name: string): Profile {
  const profile = Object.hasOwn(byName, name) ? byName[name] : undefined
  if (profile !== undefined) return profile
  const names = Object.keys(byName).join(', ')
  throw new UsageError(
    `There is no profile "${name}". ${names === '' ? 'There are none yet: flowclient profile add.' : `There are: ${names}.`}`,
  )
}

function isProfile(value: JsonValue): boolean {
  if (!isObject(value) || typeof value.url !== 'string' || typeof value.token !== 'string') return false
  const { flowauth } = value
  if (flowauth === undefined) return true
  return isObject(flowauth) && typeof flowauth.url === 'string' && typeof flowauth.refreshToken === 'string'
}
