import { Argument, Command, CommanderError, Option } from 'commander'
import { AGGREGATION_UNITS, type EventType } from 'flowclient'
import { completionFor, SHELLS } from './completion.ts'
import { dates } from './dates.ts'
import { SHOWN_FORMATS } from './deliver.ts'
import { EXIT_CODES, exitCodeOf, jsonOf, messageOf, UsageError } from './failures.ts'
import { geography } from './geography.ts'
import { login, logout } from './login.ts'
import { write } from './output.ts'
import { addProfile, listProfiles, removeProfile, useProfile } from './profile.ts'
import { type QaQuestion, qa } from './qa.ts'
import { get, metadata, status, submit } from './queries.ts'
import { run } from './run.ts'
import type { Terminal } from './terminal.ts'
import { token } from './token.ts'
import { version } from './version.ts'

const EXIT_CODE_HELP = `
Exit codes:
  0  done
  1  something that should not happen, such as an answer that is not FlowAPI's
  2  the command line or the query's file cannot be used
  3  FlowAPI cannot be reached, or the connection broke
  4  the token is not accepted, or does not allow this
  5  FlowAPI refused the query
  6  the query failed, was cancelled, or is unknown
  130, 143  stopped by Ctrl-C, or by SIGTERM`

/** Runs the command `flowclient` with its arguments. Resolves to its exit code; errors have been shown then. */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  const json = args.includes('--json')
  try {
    await program(terminal, json).parseAsync(args, { from: 'user' })
    return EXIT_CODES.done
  } catch (error) {
    // What fails after the user has stopped the command, fails because of that.
    const reason: unknown = terminal.signal.aborted ? terminal.signal.reason : error
    const exitCode = exitCodeOf(reason)
    // Commander has shown its help, or what is wrong with the arguments, by itself.
    if (json && exitCode !== EXIT_CODES.done) terminal.stderr.write(`${jsonOf(reason)}\n`)
    else if (!(reason instanceof CommanderError)) terminal.stderr.write(`flowclient: ${messageOf(reason)}\n`)
    return exitCode
  }
}

/** The command. Where errors are told as JSON, commander does not tell them too. */
function program(terminal: Terminal, json: boolean): Command {
  const command = new Command('flowclient')
    .description('Run FlowKit queries from the shell.')
    .version(version)
    .option('--url <url>', 'address of FlowAPI (or FLOWAPI_URL)')
    .option('--token-file <file>', 'file that holds the token')
    .option(
      '--token <token>',
      'the token itself, which others on the machine can then see (or FLOWAPI_TOKEN)',
    )
    .option('--ssl-certificate <file>', 'file of certificates to trust (or FLOWAPI_SSL_CERTIFICATE)')
    .option('--profile <name>', 'take all of these from a profile')
    .option('--json', 'show everything as JSON, errors too')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', EXIT_CODE_HELP)
    .configureOutput({
      writeOut: text => terminal.stdout.write(text),
      writeErr: text => json || terminal.stderr.write(text.replace(/^error: /, 'flowclient: ')),
    })
    .exitOverride()
  const spec = ['<spec>', "file with the query as JSON, '-' for standard input"] as const
  const id = ['<id>', 'the id of a query that was run before'] as const
  withDelivery(command.command('run').description('run a query, wait, and show the result'))
    .argument(...spec)
    .action((file, _, self: Command) => run(file, self.optsWithGlobals(), terminal))
  command
    .command('submit')
    .description('run a query, and show its id without waiting')
    .argument(...spec)
    .action((file, _, self: Command) => submit(file, self.optsWithGlobals(), terminal))
  command
    .command('status')
    .description('show where a query is: queued, executing, completed, …')
    .argument(...id)
    .action((query, _, self: Command) => status(query, self.optsWithGlobals(), terminal))
  withDelivery(command.command('get').description('wait for the result of a query, and show it'))
    .argument(...id)
    .action((query, _, self: Command) => get(query, self.optsWithGlobals(), terminal))
  command
    .command('metadata')
    .description('show what a result means, as JSON')
    .argument(...id)
    .action((query, _, self: Command) => metadata(query, self.optsWithGlobals(), terminal))
  command
    .command('dates')
    .description('show for which days there are events')
    .action((_, self: Command) => dates(self.optsWithGlobals(), terminal))
  command
    .command('geography')
    .description('get the places of a kind and their shapes, as GeoJSON')
    .addArgument(new Argument('<unit>', 'which kind of places').choices(AGGREGATION_UNITS))
    .option('--output <file>', 'write to a file')
    .action((unit, _, self: Command) => geography(unit, self.optsWithGlobals(), terminal))
  command
    .command('qa')
    .description('show which quality checks there are, or what one said of some days')
    .argument('[events]', 'the type of the events, such as calls')
    .argument('[check]', 'the check, such as count_added_rows')
    .argument('[start]', 'the first day')
    .argument('[end]', 'the last day, which is included')
    .action((...given: unknown[]) => {
      const self = given.at(-1) as Command
      return qa(qaQuestion(self.args), self.optsWithGlobals(), terminal)
    })
  command
    .command('token')
    .description('show whose the token is, when it expires and what it allows')
    .action((_, self: Command) => token(self.optsWithGlobals(), terminal))
  command
    .command('login')
    .description('get a token that renews itself: somebody lets this command in, in a browser')
    .argument('<flowauth>', 'address of FlowAuth, such as https://flowauth.example.org')
    .addHelpText(
      'after',
      '\nKept as the profile that --profile names, else under the name of the server. --url says where FlowAPI is, if not where FlowAuth knows it.',
    )
    .action((address, _, self: Command) => login(address, self.optsWithGlobals(), terminal))
  command
    .command('logout')
    .description('give up what a login was let do, and forget its profile')
    .action((_, self: Command) => logout(self.optsWithGlobals(), terminal))
  addProfileCommands(command, terminal)
  command
    .command('completion')
    .description('show a script that completes this command in a shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .action(shell => write(completionFor(shell, command), undefined, terminal))
  return command
}

function addProfileCommands(command: Command, terminal: Terminal): void {
  const profile = command
    .command('profile')
    .description('keep addresses and tokens under names, in ~/.config/flowclient')
  const name = ['<name>', 'the name of the profile'] as const
  profile
    .command('add')
    .description('keep the given address, token and certificate; a profile of the same name is replaced')
    .argument(...name)
    .action((given, _, self: Command) => addProfile(given, self.optsWithGlobals(), terminal))
  profile
    .command('list')
    .description('show the profiles, and until when their tokens last')
    .action((_, self: Command) => listProfiles(self.optsWithGlobals(), terminal))
  profile
    .command('use')
    .description('take this profile where none is named')
    .argument(...name)
    .action(given => useProfile(given, terminal))
  profile
    .command('remove')
    .description('forget a profile and its token')
    .argument(...name)
    .action(given => removeProfile(given, terminal))
}

function withDelivery(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--format <format>',
        `how to show it (default: by the ending of --output, else ${SHOWN_FORMATS[0]})`,
      ).choices(SHOWN_FORMATS),
    )
    .option('--output <file>', 'write to a file')
}

/** What is asked of one check; undefined where all of them are asked for. */
function qaQuestion([event_type, check, start_date, end_date = start_date]: readonly string[]):
  | QaQuestion
  | undefined {
  if (event_type === undefined) return undefined
  if (check === undefined || start_date === undefined || end_date === undefined)
    throw new UsageError('Say the type of the events, the check, and the first and the last day.')
  // Which types there are, FlowAPI knows.
  return { event_type: event_type as EventType, check, start_date, end_date }
}
