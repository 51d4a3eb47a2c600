import type { EventType } from 'flowclient'
import { type Shown, show } from './output.ts'
import { type ConnectionOptions, clientFrom } from './settings.ts'
import { tableOf } from './table.ts'
import type { Terminal } from './terminal.ts'

/** What is asked of one check. */
export interface QaQuestion {
  readonly event_type: EventType
  readonly check: string
  readonly start_date: string
  readonly end_date: string
}

/** `flowclient qa`: writes which quality checks there are, or what one of them said of some days. */
export async function qa(
  question: QaQuestion | undefined,
  options: ConnectionOptions & Shown,
  terminal: Terminal,
): Promise<void> {
  const client = await clientFrom(options, terminal)
  const { signal } = terminal
  const rows =
    question === undefined
      ? (await client.qualityChecks({ signal })).map(({ cdr_type, type_of_query_or_check }) => ({
          events: cdr_type,
          check: type_of_query_or_check,
        }))
      : (await client.qualityOutcomes(question, { signal })).map(({ cdr_date, outcome }) => ({
          date: cdr_date,
          outcome,
        }))
  await show(rows, () => tableOf(rows), options, terminal)
}
