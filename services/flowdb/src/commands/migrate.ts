import { type Command, createCommand } from 'commander'
import { loadMigrateConfig } from '../config.ts'
import { type MigrateReport, migrate } from '../migrate.ts'

/** `flowdb migrate`: schema, time zone and logins, as this version and the settings want them. */
export function migrateCommand(): Command {
  return createCommand('migrate')
    .description('bring the database to the schema of this version, with its time zone and logins')
    .action(async () => {
      console.log(summary(await migrate(loadMigrateConfig())))
    })
}

function summary({ applied, timezone, logins }: MigrateReport): string {
  return [
    ...applied.map(name => `Applied ${name}`),
    applied.length === 0 ? 'The schema is up to date.' : `Applied ${applied.length} migrations.`,
    `The time zone is ${timezone.timezone}${timezone.changed ? ', now' : ''}.`,
    ...logins.map(({ group, user, change }) => `${group} logs in as ${user} (${change}).`),
  ].join('\n')
}
