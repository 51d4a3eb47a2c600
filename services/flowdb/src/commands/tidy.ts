import { createLogger, createPool } from '@flowkit/service'
import { type Command, createCommand } from 'commander'
import { loadDatabaseConfig } from '../config.ts'
import { tidyAll } from '../load/tidy.ts'

/** `flowdb tidy`: drops what loads have left behind, as far as nobody reads it. */
export function tidyCommand(): Command {
  return createCommand('tidy')
    .description('drop replaced days and what interrupted loads have left, as far as nobody reads it')
    .action(async () => {
      const pool = createPool(loadDatabaseConfig(), 'flowdb tidy', 2, createLogger('flowdb', 'silent'))
      let untidy = 0
      try {
        await tidyAll(pool, ({ type, date }, { attached, dropped, waiting }) => {
          for (const table of dropped) console.log(`Dropped ${table}`)
          for (const table of waiting) console.log(`${table} may still be read: try again later`)
          if (!attached) console.log(`events.${type} still shows the earlier ${date}: try again later`)
          untidy += waiting.length + (attached ? 0 : 1)
        })
      } finally {
        await pool.end()
      }
      if (untidy === 0) console.log('Everything is tidy.')
    })
}
