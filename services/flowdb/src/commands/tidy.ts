import { createLogger, createPool } from '@flowkit/service'
import { type Command, createCommand } from 'commander'
import { loadDatabaseConfig } from '../config.ts'
import type { DroppedTables } from '../load/drop-unread.ts'
import { tidyAll } from '../load/tidy.ts'
import { removeOutdated } from '../retention/stored-results.ts'

/** `flowdb tidy`: drops what loads, opt-outs and retention have left behind, as far as nobody reads it. */
export function tidyCommand(): Command {
  return createCommand('tidy')
    .description(
      'drop replaced days, outdated parts of queries and what was interrupted, as far as nobody reads it',
    )
    .action(async () => {
      const pool = createPool(loadDatabaseConfig(), 'flowdb tidy', 2, createLogger('flowdb', 'silent'))
      let untidy = 0
      try {
        const report = ({ dropped, waiting }: DroppedTables) => {
          for (const table of dropped) console.log(`Dropped ${table}`)
          for (const table of waiting) console.log(`${table} may still be read: try again later`)
          untidy += waiting.length
        }
        await tidyAll(pool, ({ type, date }, result) => {
          if (result === 'busy') console.log(`${type} of ${date} are being loaded, which tidies them`)
          else report(result)
          if (result === 'busy' || result.attached) return
          console.log(`events.${type} still shows the earlier ${date}: try again later`)
          untidy += 1
        })
        report(await removeOutdated(pool))
      } finally {
        await pool.end()
      }
      if (untidy === 0) console.log('Everything is tidy.')
    })
}
