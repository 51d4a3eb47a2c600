import { createRequire } from 'node:module'
import { Argument, Command, CommanderError, Option } from 'commander'
import { AGGREGATION_UNITS } from 'flowclient'
import { DATES_FORMATS, dates } from './dates.ts'
import { EXIT_CODES, exitCodeOf, messageOf } from './failures.ts'
import { geography } from './geography.ts'
import { RUN_FORMATS, run } from './run.ts'
import type { Terminal } from './terminal.ts'
import { token } from './token.ts'

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
  try {
    await program(terminal).parseAsync(args, { from: 'user' })
    return EXIT_CODES.done
  } catch (error) {
    // Commander has shown its help, or what is wrong with the arguments, by itself.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.usage
    // What fails after the user has stopped the command, fails because of that.
    const reason: unknown = terminal.signal.aborted ? terminal.signal.reason : error
    terminal.stderr.write(`flowclient: ${messageOf(reason)}\n`)
    return exitCodeOf(reason)
  }
}

const { version }: { version: string } = createRequire(import.meta.url)('flowclient/package.json')

function program(terminal: Terminal): Command {
  const command = new Command('flowclient')
    .description('Run FlowKit queries from the shell.')
    .version(version)
    .option('--url <url>', 'address of FlowAPI (or FLOWAPI_URL)')
    .option('--token-file <file>', 'file that holds the token')
    .option(
      '--token <token>',
      'the token itself, which others on the machine can then see (or FLOWAPI_TOKEN)',
    )
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', EXIT_CODE_HELP)
    .configureOutput({
      writeOut: text => terminal.stdout.write(text),
      writeErr: text => terminal.stderr.write(text),
    })
    .exitOverride()
  command
    .command('run')
    .description('run the query in a file, wait, and show the result')
    .argument('<spec>', "file with the query as JSON, '-' for standard input")
    .addOption(
      new Option(
        '--format <format>',
        `how to show it (default: by the ending of --output, else ${RUN_FORMATS[0]})`,
      ).choices(RUN_FORMATS),
    )
    .option('--output <file>', 'write to a file')
    .action((spec, _, self: Command) => run(spec, self.optsWithGlobals(), terminal))
  command
    .command('dates')
    .description('show for which days there are events')
    .addOption(
      new Option('--format <format>', 'how to show them').choices(DATES_FORMATS).default(DATES_FORMATS[0]),
    )
    .action((_, self: Command) => dates(self.optsWithGlobals(), terminal))
  command
    .command('geography')
    .description('get the places of a kind and their shapes, as GeoJSON')
    .addArgument(new Argument('<unit>', 'which kind of places').choices(AGGREGATION_UNITS))
    .option('--output <file>', 'write to a file')
    .action((unit, _, self: Command) => geography(unit, self.optsWithGlobals(), terminal))
  command
    .command('token')
    .description('show whose the token is, when it expires and what it allows')
    .action((_, self: Command) => token(self.optsWithGlobals(), terminal))
  return command
}
