import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { GuardOrder, Ward } from './guard.ts'
import { endProcess } from './processes.ts'

/**
 * The guard: takes orders on standard input, and when that closes, because whoever wrote them has ended, ends what
 * it still watches.
 */
const wards = new Map<number, Ward>()

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as GuardOrder
  if ('watch' in order) wards.set(order.watch.process.pid, order.watch)
  else wards.delete(order.release)
}

for (const ward of [...wards.values()].toReversed()) {
  await endProcess(ward.process, ward.stopPlan).catch((error: Error) => console.error(error.message))
  for (const folder of ward.folders) await rm(folder, { recursive: true, force: true })
}
