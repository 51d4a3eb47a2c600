import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Clocks of processes, which a test can put forward and back while they run. */
export interface Clocks {
  /** What a process needs in its environment for its clock to be the one of a number. */
  env(clock: number): Readonly<Record<string, string>>
  /** Puts a clock off the real time, in seconds. It takes effect within {@link NOTICED_WITHIN_MS}. */
  set(clock: number, seconds: number): void
  remove(): void
}

/** The processes look at their clock's file once a second. */
export const NOTICED_WITHIN_MS = 1_500

/** Makes some clocks that show the real time. Only the time of day is put off: what measures how long things take is not. */
export function makeClocks(count: number): Clocks {
  const [library] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1')
  if (!library) throw new Error('Tests of clocks need libfaketime: apt-get install libfaketime')
  const folder = mkdtempSync(join(tmpdir(), 'flowkit-clocks-'))
  const file = (clock: number) => join(folder, String(clock))
  const set = (clock: number, seconds: number) =>
    writeFileSync(file(clock), `${seconds < 0 ? '' : '+'}${seconds}\n`)
  for (let clock = 0; clock < count; clock += 1) set(clock, 0)
  return {
    env: clock => ({
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file(clock),
      FAKETIME_CACHE_DURATION: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    }),
    set,
    remove: () => rmSync(folder, { recursive: true }),
  }
}
