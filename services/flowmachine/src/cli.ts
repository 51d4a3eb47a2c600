#!/usr/bin/env node
import { Command } from 'commander'
import { cacheCommand } from './commands/cache.ts'
import { curveKeysCommand } from './commands/curve-keys.ts'
import { ledgerCommand } from './commands/ledger.ts'
import { subsetCommand } from './commands/subset.ts'

const program = new Command('flowmachine')
  .description("Administers FlowMachine, FlowKit's query engine")
  .addCommand(cacheCommand())
  .addCommand(ledgerCommand())
  .addCommand(subsetCommand())
  .addCommand(curveKeysCommand())

try {
  await program.parseAsync()
} catch (error) {
  console.error(`flowmachine: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
