import { writeFileSync } from 'node:fs'
import { type Command, createCommand, InvalidArgumentError } from 'commander'
import { describeMachine } from '../flowdb/report/machine.ts'
import { type ClientLoad, load } from './load.ts'
import { type MemorySample, watchMemory } from './memory.ts'
import { memoryOf } from './processes.ts'
import { type Measured, report } from './report.ts'
import { withSystem } from './system.ts'

interface Options {
  readonly clients: readonly number[]
  readonly machines: readonly number[]
  readonly minutes: number
  readonly steady: number
  readonly pause: number
  readonly output?: string
}

/** How many ask while memory is watched. */
const STEADY_CLIENTS = 20

/** `bench server`: how fast FlowAPI and FlowMachine answer, and what memory they take. */
export function serverCommand(): Command {
  return createCommand('server')
    .description(
      'measure how fast FlowAPI and FlowMachine answer about a stored result, and what memory they take',
    )
    .option('--clients <numbers>', 'how many clients ask at a time', wholeNumbers, [1, 50, 500])
    .option('--machines <numbers>', 'how many FlowMachines answer', wholeNumbers, [1, 3])
    .option('--minutes <number>', 'how long each number of FlowMachines is measured', Number, 1)
    .option(
      '--steady <minutes>',
      'for how long 20 clients ask one FlowMachine while memory is watched',
      Number,
      2,
    )
    .option('--pause <milliseconds>', 'how long a client waits between its requests', Number, 1_000)
    .option('--output <file>', 'where the report goes; the screen unless told')
    .action(bench)
}

async function bench({ clients, machines, minutes, steady, pause, output }: Options): Promise<void> {
  const measured: Measured[] = []
  let where: Awaited<ReturnType<typeof describeMachine>> | undefined
  for (const count of machines)
    await withSystem(count, async system => {
      where ??= await describeMachine(system.database)
      const loads: ClientLoad[] = []
      const memory = [memoryOf(system.processes)]
      const seconds = (minutes * 60) / clients.length
      for (const [step, number] of clients.entries()) {
        console.error(`${count} FlowMachines, ${number} clients, ${Math.round(seconds)} seconds`)
        loads.push(await load(system, { clients: number, seconds, pauseMs: pause }))
        if (step === Math.floor((clients.length - 1) / 2)) memory.push(memoryOf(system.processes))
      }
      memory.push(memoryOf(system.processes))
      measured.push({ machines: count, loads, memory })
    })
  const watched: MemorySample[] = []
  await withSystem(1, async system => {
    console.error(`1 FlowMachine, ${STEADY_CLIENTS} clients, ${steady} minutes`)
    const options = { clients: STEADY_CLIENTS, seconds: steady * 60, pauseMs: pause }
    watched.push(...(await watchMemory(system.processes, load(system, options))))
  })
  if (!where) return
  const text = report(where, pause, measured, { clients: STEADY_CLIENTS, samples: watched })
  if (output) writeFileSync(output, text)
  else console.log(text)
}

function wholeNumbers(text: string): number[] {
  const numbers = text.split(',').map(Number)
  if (numbers.some(number => !Number.isInteger(number) || number < 1))
    throw new InvalidArgumentError('They must be whole numbers from 1, with commas between them.')
  return numbers
}
