#!/usr/bin/env node
import { Command } from 'commander'
import { resetPassword } from './commands/admin-password.ts'
import { serve } from './commands/serve.ts'

const program = new Command('flowauth').description(
  'Who may ask what of FlowAPI, and the tokens that say so.',
)

program.command('serve', { isDefault: true }).description('serve the API and the pages').action(serve)

program
  .command('admin-password')
  .description('print a password for an administrator to sign in with once, in place of any other')
  .requiredOption('--reset', 'confirms that the present password is to be replaced')
  .option('--username <name>', 'whose (default: FLOWAUTH_ADMIN_USERNAME, admin)')
  .action(async ({ username }: { username?: string }) => {
    process.stdout.write(`${await resetPassword(username)}\n`)
  })

program.parseAsync().catch((error: Error) => {
  process.stderr.write(`flowauth: ${error.message}\n`)
  process.exitCode = 1
})
