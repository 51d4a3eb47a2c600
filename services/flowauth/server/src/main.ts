#!/usr/bin/env node
import { Command, InvalidArgumentError } from 'commander'
import { resetPassword } from './commands/admin-password.ts'
import { listKeys, printRevocationList, reEncryptSecrets, retireKey, rotateKeys } from './commands/keys.ts'
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

const keys = program.command('keys').description('the keys that tokens for FlowAPI are signed with')

keys
  .command('list')
  .description('a line for each key: its id, what it is for, and how many tokens depend on it')
  .action(() => print(listKeys()))

keys
  .command('rotate')
  .description('make a new key, which is published at once and signs after a while')
  .option('--after <minutes>', 'when it begins to sign: by then every FlowAPI must know it', wholeNumber, 10)
  .action(({ after }: { after: number }) => print(rotateKeys(after)))

keys
  .command('retire <id>')
  .description(
    'publish a key no longer: FlowAPI refuses its tokens from then on (write -- before an id that begins with -)',
  )
  .action((id: string) => print(retireKey(id)))

keys
  .command('re-encrypt')
  .description('encrypt what is secret in the database with the present FLOWAUTH_FERNET_KEY')
  .action(() => print(reEncryptSecrets()))

program
  .command('revocation-list')
  .description('print the signed list of revoked tokens, for a FlowAPI that reads it from a file')
  .option('--next <hours>', 'when there will be a newer one', wholeNumber, 24)
  .action(({ next }: { next: number }) => print(printRevocationList(next)))

async function print(text: Promise<string>): Promise<void> {
  process.stdout.write(`${await text}\n`)
}

function wholeNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}

program.parseAsync().catch((error: Error) => {
  process.stderr.write(`flowauth: ${error.message}\n`)
  process.exitCode = 1
})
