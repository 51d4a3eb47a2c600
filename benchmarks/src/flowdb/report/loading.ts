import { type FlowKitSeconds, secondsOf } from '../load/flowkit-layout.ts'
import { gigabytes, short, table, times } from './markdown.ts'
import type { Scale } from './scale.ts'

/** What loading took at a scale, and the room that it takes. */
export function loadingSection({ loading }: Scale): string {
  const { parts, sizes, hashingMicroseconds } = loading
  const sum = (of: (part: (typeof parts)[number]) => number) =>
    parts.reduce((total, part) => total + of(part), 0)
  const ofFlowKit = (of: (seconds: FlowKitSeconds) => number) =>
    sum(part => (part.flowkit ? of(part.flowkit) : 0))
  const flowkit = ofFlowKit(secondsOf)
  const ours = sum(part => part.flowdbSeconds)
  const derivedAndRaw = sizes.raw + sizes.derived
  const steps =
    `Ours: COPY, indexes, analysing, deriving and sealing; raw events take ${gigabytes(sizes.raw)}, what is derived ` +
    `${gigabytes(sizes.derived)}. Identifiers came hashed; hashing one takes ${hashingMicroseconds.toFixed(2)} µs, ` +
    'and a row has up to four.'
  if (flowkit === 0)
    return `Loading took ${short(ours)} s, and ${gigabytes(derivedAndRaw)} with indexes. ${steps}`
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
    `FlowKit: ${short(ofFlowKit(({ copy }) => copy))} s for COPY, ${short(ofFlowKit(({ index }) => index))} s for ` +
      `indexes, ${short(ofFlowKit(({ analyse }) => analyse))} s to analyse. ${steps}`,
  ].join('\n\n')
}
