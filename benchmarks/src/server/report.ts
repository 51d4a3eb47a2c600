import type { MachineRecord } from '../flowdb/report/machine.ts'
import { table } from '../flowdb/report/markdown.ts'
import { type ClientLoad, percentile, REQUESTS } from './load.ts'
import { growth, type MemorySample } from './memory.ts'

/** What was measured with some FlowMachines. */
export interface Measured {
  readonly machines: number
  readonly loads: readonly ClientLoad[]
  /** In megabytes by process: at the start, in the middle and at the end. */
  readonly memory: readonly Readonly<Record<string, number>>[]
}

const BUSY = `

Other programs wanted the processors all the time: on a machine of its own the system is faster. What one request takes
of them says how much.`

/** The figures as a page of Markdown. */
export function report(
  where: MachineRecord,
  pauseMs: number,
  measured: readonly Measured[],
  steady: { readonly clients: number; readonly samples: readonly MemorySample[] },
): string {
  const { day, cores, processor, memoryGB, load, node, postgres } = where
  return `# How fast the server answers

Written by \`pnpm bench server\` on ${day}: ${cores} cores of ${processor}, ${memoryGB} GB, load ${load.toFixed(1)} before
it began, Node ${node}, PostgreSQL ${postgres}; clients, FlowAPI, FlowMachines, PostgreSQL and Redis all on this machine.
Each client asks about a stored result: \`run\`, \`poll\` and \`get\` in turn, ${pauseMs} ms after the last answer. Milliseconds
until the last byte; in the columns "API" and "machines", those of processor time for one request.${load > cores ? BUSY : ''}

${table(
  [
    'FlowMachines, clients',
    ...REQUESTS.flatMap(name => [`${name} p50`, `${name} p99`]),
    'API',
    'machines',
    'requests',
    'refused',
  ],
  measured.flatMap(({ machines, loads }) =>
    loads.map(each => [`${machines}, ${each.clients}`, ...figures(each)]),
  ),
)}

Memory (resident), in MB:

${measured.map(({ machines, memory }) => memoryTable(machines, memory)).join('\n\n')}

${steadyTable(steady.clients, steady.samples)}
`
}

function figures({ took, refused, processor }: ClientLoad): string[] {
  const times = REQUESTS.flatMap(name => [0.5, 0.99].map(share => percentile(took[name], share)))
  const requests = Object.values(took).reduce((sum, { length }) => sum + length, 0)
  const each = [processor.api / requests, processor.machines / requests]
  return [
    ...[...times, ...each].map(ms => (ms === undefined ? '' : ms.toFixed(1))),
    String(requests),
    String(refused),
  ]
}

function memoryTable(machines: number, memory: Measured['memory']): string {
  const names = Object.keys(memory[0] ?? {})
  return table(
    [`${machines} FlowMachines`, 'start', 'middle', 'end'],
    names.map(name => [name, ...memory.map(sample => String(sample[name] ?? ''))]),
  )
}

function steadyTable(clients: number, samples: readonly MemorySample[]): string {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last) return ''
  const half = samples.slice(Math.floor(samples.length / 2))
  const minutes = Math.round(last.seconds / 60)
  const rows = Object.keys(first.memory).map(name => {
    const held = half.map(({ seconds, memory }) => ({ seconds, megabytes: memory[name] ?? Number.NaN }))
    return [
      name,
      String(first.memory[name]),
      String(held[0]?.megabytes),
      String(last.memory[name]),
      growth(held).toFixed(1),
    ]
  })
  const head = ['', 'start', 'half-way', 'end', 'MB an hour']
  return `Memory over ${minutes} minutes of steady use by ${clients} clients, in MB; how much it grows is a line through what is seen every
few seconds of the second half:

${table(head, rows)}`
}
