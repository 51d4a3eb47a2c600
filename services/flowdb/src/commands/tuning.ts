import { type Command, createCommand } from 'commander'
import { loadTuningConfig } from '../config.ts'
import { thisMachine } from '../machine.ts'
import { humanSize } from '../sizes.ts'
import { renderSettings, tuneServer } from '../tuning.ts'

/** `flowdb tuning`: settings for the PostgreSQL server of this machine. Needs no database. */
export function tuningCommand(): Command {
  return createCommand('tuning')
    .description("print the server's settings for this machine, as a fragment of postgresql.conf")
    .action(() => {
      const machine = thisMachine()
      const overrides = loadTuningConfig()
      const memory = humanSize(overrides.totalMemory ?? machine.memory)
      console.log(`# For a server with ${memory} of memory and ${overrides.cpus ?? machine.cpus} CPUs.\n`)
      process.stdout.write(renderSettings(tuneServer(machine, overrides)))
    })
}
