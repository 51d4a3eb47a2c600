import { type Command, createCommand } from 'commander'
import { loadDatabaseConfig, loadRetentionConfig } from '../config.ts'
import { administratorsPool } from '../database.ts'
import { type DueDay, localToday, type RetentionPlan } from '../retention/plan.ts'
import { isUnlimited } from '../retention/policy.ts'
import { dueOn, type Retained, retain } from '../retention/retain.ts'
import { number } from './words.ts'

/** `flowdb retention`: removes what is past its age. */
export function retentionCommand(): Command {
  return createCommand('retention')
    .description('remove raw events, derived days and stored results that are past their age')
    .option('--dry-run', 'only say what would go', false)
    .action(run)
}

async function run({ dryRun }: { readonly dryRun: boolean }): Promise<void> {
  const policy = loadRetentionConfig()
  if (isUnlimited(policy)) {
    console.log('Everything is kept for good: no FLOWDB_RETENTION_… setting says otherwise.')
    return
  }
  const pool = administratorsPool(loadDatabaseConfig(), 'flowdb retention')
  try {
    const today = await localToday(pool)
    if (dryRun) console.log(['Would remove:', ...describe(await dueOn(pool, policy, today))].join('\n'))
    else console.log(summary(await retain(pool, policy, today)))
  } finally {
    await pool.end()
  }
}

function summary({ plan, busy, outdated, forgotten, waiting }: Retained): string {
  return [
    'Removed:',
    ...describe({ ...plan, days: plan.days.filter(day => !busy.includes(day)) }),
    ...(outdated > 0 ? [`  ${number(outdated)} stored results that had read what is no longer held`] : []),
    ...(forgotten
      ? [`  ${number(forgotten)} subscribers who are in no day any more, from the dictionary`]
      : []),
    ...busy.map(({ type, date }) => `The ${type} of ${date} are being loaded, and left for the next time`),
    ...(forgotten === undefined ? ['A load is under way: the dictionary is left for the next time'] : []),
    ...waiting.map(what => `${what} may still be read; flowdb tidy drops it later`),
  ].join('\n')
}

/** What a plan removes, in lines. */
function describe({ days, results, resultsBefore, transfers, transfersBefore }: RetentionPlan): string[] {
  const lines = [
    ...[...new Set(days.map(nameOf))].map(
      name => `  ${name} ${period(days.filter(day => nameOf(day) === name))}`,
    ),
    ...(transfers > 0 ? [`  ${number(transfers)} mobile-money transactions before ${transfersBefore}`] : []),
    ...(results > 0 ? [`  ${number(results)} per-subscriber results from before ${resultsBefore}`] : []),
  ]
  return lines.length === 0 ? ['  nothing, all is within its age'] : lines
}

const nameOf = ({ type, part }: DueDay) => (part === 'raw' ? `raw ${type}` : `${type}, raw and derived,`)

function period(days: readonly DueDay[]): string {
  const rows = days.reduce((sum, day) => sum + day.rows, 0)
  const [first, last] = [days.at(0)?.date, days.at(-1)?.date]
  const when = first === last ? `of ${first}` : `of ${number(days.length)} days from ${first} to ${last}`
  return `${when} (${number(rows)} events)`
}
