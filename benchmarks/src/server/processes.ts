import { readFileSync } from 'node:fs'

/** What processes hold in memory (resident set size), in megabytes, by their names. */
export function memoryOf(processes: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(processes).map(([name, pid]) => [name, Math.round(residentBytes(pid) / 1_024 ** 2)]),
  )
}

/** What a process holds in memory, or has held at most, in bytes, as Linux tells (proc(5), status). */
export function residentBytes(pid: number, when: 'now' | 'at most' = 'now'): number {
  const field = when === 'now' ? 'VmRSS' : 'VmHWM'
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const [, kilobytes] = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status) ?? []
  if (kilobytes === undefined) throw new Error('What memory a process takes is not known')
  return Number(kilobytes) * 1_024
}

/** How long a tick of the kernel's accounting is, in milliseconds (`getconf CLK_TCK` is 100 everywhere). */
const TICK_MS = 10

/** How much processor time a process has used, in milliseconds: its own and the kernel's on its behalf. */
export function processorTimeOf(pid: number): number {
  // The name of the program, in brackets, may hold blanks; what follows is told apart by them.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  const [user, system] = fields.slice(11, 13)
  return (Number(user) + Number(system)) * TICK_MS
}
