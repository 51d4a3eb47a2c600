#!/usr/bin/env node
import { Command } from 'commander'
import { backupCommand } from './commands/backup.ts'
import { boundariesCommand } from './commands/boundaries.ts'
import { importCommand } from './commands/import.ts'
import { infrastructureCommand } from './commands/infrastructure.ts'
import { ingestCommand } from './commands/ingest.ts'
import { migrateCommand } from './commands/migrate.ts'
import { optOutCommand } from './commands/opt-out.ts'
import { restoreCommand } from './commands/restore.ts'
import { retentionCommand } from './commands/retention.ts'
import { statusCommand } from './commands/status.ts'
import { synthesizeCommand } from './commands/synthesize.ts'
import { tidyCommand } from './commands/tidy.ts'
import { tuningCommand } from './commands/tuning.ts'
import { reasonOf } from './errors.ts'
import { packageVersion } from './version.ts'

const program = new Command('flowdb')
  .description("Administers FlowDB, FlowKit's database")
  .version(packageVersion())
  .addCommand(migrateCommand())
  .addCommand(statusCommand())
  .addCommand(tuningCommand())
  .addCommand(synthesizeCommand())
  .addCommand(ingestCommand())
  .addCommand(boundariesCommand())
  .addCommand(infrastructureCommand())
  .addCommand(importCommand())
  .addCommand(optOutCommand())
  .addCommand(retentionCommand())
  .addCommand(backupCommand())
  .addCommand(restoreCommand())
  .addCommand(tidyCommand())

try {
  await program.parseAsync()
} catch (error) {
  console.error(`flowdb: ${reasonOf(error)}`)
  process.exitCode = 1
}
