import { availableParallelism } from 'node:os'
import { createLogger, createPool } from '@flowkit/service'
import { type Command, createCommand, InvalidArgumentError, Option } from 'commander'
import { loadDatabaseConfig } from '../config.ts'
import { type LoadReport, loadCountry } from '../load/country.ts'
import {
  type GivenParameters,
  optionName,
  PROFILES,
  type Profile,
  parametersOf,
  parametersSchema,
} from '../synthetic/parameters.ts'
import { createProgress } from './days-progress.ts'

interface SynthesizeOptions extends GivenParameters {
  readonly profile: Profile
  readonly connections: number
}

/** What is loaded at once unless told otherwise: more connections would wait for each other. */
const CONNECTIONS = Math.min(4, availableParallelism())

/**
 * `flowdb synthesize`: makes a fictitious country and its call records and loads them into an empty, migrated
 * database. The parameters of the generator are its options; what is not given is as in the profile.
 */
export function synthesizeCommand(): Command {
  const command = createCommand('synthesize')
    .description('fill an empty database with a fictitious country and its call records')
    .addOption(
      new Option('--profile <name>', 'where parameters that are not given come from')
        .choices(Object.keys(PROFILES))
        .default('demo'),
    )
    .option('--connections <number>', 'how much is loaded at once', connectionCount, CONNECTIONS)
  for (const [name, { description }] of Object.entries(parametersSchema.shape))
    command.option(`${optionName(name)} <value>`, description)
  return command.action(synthesize)
}

async function synthesize({ profile, connections, ...given }: SynthesizeOptions): Promise<void> {
  const parameters = parametersOf(profile, given)
  const log = createLogger('flowdb', 'silent')
  const pool = createPool(loadDatabaseConfig(), 'flowdb synthesize', connections + 1, log)
  const progress = createProgress(process.stderr)
  try {
    const report = await loadCountry(pool, parameters, connections, progress)
    progress.stop()
    console.log(summary(report))
  } finally {
    progress.stop()
    await pool.end()
  }
}

function summary({ rows, loadedRows, generatingSeconds, totalSeconds }: LoadReport): string {
  if (loadedRows === 0) return `This country is loaded already: ${number(rows)} events. Nothing to do.`
  const rate = (seconds: number) => `${seconds.toFixed(1)} s, ${number(loadedRows / seconds)} events a second`
  return [
    `Loaded ${number(loadedRows)} events${rows > loadedRows ? `, ${number(rows)} with those of the earlier run` : ''}.`,
    `Generating took ${rate(generatingSeconds)}.`,
    `Generating and loading took ${rate(totalSeconds)}.`,
  ].join('\n')
}

function number(value: number): string {
  return Math.round(value).toLocaleString('en')
}

function connectionCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1 || count > 32)
    throw new InvalidArgumentError('It must be a whole number from 1 to 32.')
  return count
}
