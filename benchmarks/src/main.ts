#!/usr/bin/env node
import { Command } from 'commander'
import { apiCommand } from './api/command.ts'
import { cacheCommand } from './cache/command.ts'
import { flowdbCommand } from './flowdb/command.ts'
import { queriesCommand } from './queries/command.ts'
import { serverCommand } from './server/command.ts'
import { signInCommand } from './sign-in/command.ts'

const program = new Command('bench')
  .description('Measures how fast FlowKit is')
  .addCommand(flowdbCommand())
  .addCommand(apiCommand())
  .addCommand(cacheCommand())
  .addCommand(queriesCommand())
  .addCommand(serverCommand())
  .addCommand(signInCommand())

try {
  await program.parseAsync()
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}
