import { readFileSync } from 'node:fs'

/** What processes hold in memory (resident set size), in megabytes, by their names. */
export function memoryOf(processes: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(processes).map(([name, pid]) => [name, residentMB(pid)]))
}

function residentMB(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Math.round(Number(kilobytes) / 1_024)
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
