import { gigabytes, short, table, times } from './markdown.ts'
import type { Scale } from './scale.ts'

/** What loading took at a scale, and the room that it takes. */
export function loadingSection({ loading }: Scale): string {
  const { parts, sizes, hashingMicroseconds } = loading
  const sum = (of: (part: (typeof parts)[number]) => number) =>
    parts.reduce((total, part) => total + of(part), 0)
  const copy = sum(part => part.flowkit.copy)
  const index = sum(part => part.flowkit.index)
  const analyse = sum(part => part.flowkit.analyse)
  const flowkit = copy + index + analyse
  const ours = sum(part => part.flowdbSeconds)
  const derivedAndRaw = sizes.raw + sizes.derived
  return [
    table(
      ['loading and room', 'FlowKit', 'ours', 'ours of FlowKit'],
      [
        ['seconds to load', short(flowkit), short(ours), times(ours / flowkit)],
        [
          'room with indexes',
          gigabytes(sizes.flowkit),
          gigabytes(derivedAndRaw),
          times(derivedAndRaw / sizes.flowkit),
        ],
      ],
    ),
    `FlowKit: ${short(copy)} s for COPY, ${short(index)} s for indexes, ${short(analyse)} s to analyse. Ours: COPY, ` +
      `indexes, analysing, deriving and sealing; raw events take ${gigabytes(sizes.raw)}, what is derived ` +
      `${gigabytes(sizes.derived)}. Identifiers came hashed; hashing one takes ${hashingMicroseconds.toFixed(2)} µs, ` +
      'and a row has up to four.',
  ].join('\n\n')
}
