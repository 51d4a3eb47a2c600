import { availableParallelism, totalmem } from 'node:os'
import type { Machine } from './tuning.ts'

/** This machine, or the container that this process runs in where that has less memory. */
export function thisMachine(): Machine {
  // 0, or more than there is, where nothing limits the process.
  const limit = process.constrainedMemory() || Number.POSITIVE_INFINITY
  return { memory: Math.min(totalmem(), limit), cpus: availableParallelism() }
}
