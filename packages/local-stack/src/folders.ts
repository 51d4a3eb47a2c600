import { createHash } from 'node:crypto'
import { chownSync, lstatSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type Account, canEnter } from './account.ts'

/** Where data go that belong to a server account which cannot enter the folder that was wanted. */
const FALLBACK = '/var/lib/flowkit'

/**
 * Makes the folder `wanted` ready for a server that runs as `account`, and answers where it really is.
 *
 * As root, the server's account may be unable to enter the folder that was wanted: no other account can enter
 * `/root`, for one. Its data then lie under `/var/lib/flowkit`, and `wanted` is a link to there.
 */
export function placeDataFolder(wanted: string, account: Account | undefined): string {
  const path = resolve(wanted)
  mkdirSync(dirname(path), { recursive: true })
  if (account === undefined) return makeOwn(path, account)
  const kind = lstatSync(path, { throwIfNoEntry: false })
  if (kind?.isSymbolicLink()) return makeOwn(resolve(dirname(path), readlinkSync(path)), account)
  if (canEnter(account, dirname(path))) return makeOwn(path, account)
  mkdirSync(FALLBACK, { recursive: true, mode: 0o711 })
  const place = join(FALLBACK, createHash('sha256').update(path).digest('hex').slice(0, 16))
  makeOwn(place, account)
  symlinkSync(place, path)
  return place
}

/** Removes what `placeDataFolder` made, the linked folder and the link too. */
export function removeDataFolder(wanted: string): void {
  const path = resolve(wanted)
  const kind = lstatSync(path, { throwIfNoEntry: false })
  if (kind?.isSymbolicLink())
    rmSync(resolve(dirname(path), readlinkSync(path)), { recursive: true, force: true })
  rmSync(path, { recursive: true, force: true })
}

/** A new folder for a throw-away server, private to `account`. */
export function throwAwayFolder(account: Account | undefined): string {
  const parent =
    account === undefined ? tmpdir() : [tmpdir(), '/var/tmp'].find(folder => canEnter(account, folder))
  if (parent === undefined) throw new Error(`the account ${account?.name} can enter no temporary folder`)
  const folder = mkdtempSync(join(parent, 'flowkit-'))
  if (account) chownSync(folder, account.uid, account.gid)
  return folder
}

function makeOwn(folder: string, account: Account | undefined): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (account) chownSync(folder, account.uid, account.gid)
  return folder
}
