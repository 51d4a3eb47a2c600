import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { postgresBinaries } from '@flowkit/local-stack'
import { createFlowDb } from '@flowkit/local-stack/vitest'
import { expect, test } from 'vitest'

/** Written by `pnpm --filter @flowkit/flowdb golden`, for review: what the migrations make, privileges included. */
const GOLDEN = fileURLToPath(new URL('../schema.golden.sql', import.meta.url))

/** The version of PostgreSQL that wrote the file; others word the same definitions differently. */
const GOLDEN_MAJOR = 15

test('the migrations make the schema that was reviewed', async () => {
  const flowdb = await createFlowDb({ profile: 'empty' })
  const binaries = postgresBinaries()
  const dump = normalised(
    execFileSync(
      join(binaries, 'pg_dump'),
      [
        '--schema-only',
        '--host',
        flowdb.host,
        '--port',
        String(flowdb.port),
        '--username',
        flowdb.superuser.user,
        flowdb.name,
      ],
      { encoding: 'utf8', env: { PGPASSWORD: flowdb.superuser.password }, maxBuffer: 16 << 20 },
    ),
    flowdb.superuser.user,
  )
  const version = execFileSync(join(binaries, 'pg_dump'), ['--version'], { encoding: 'utf8' })
  if (version.includes(` ${GOLDEN_MAJOR}.`)) await expect(dump).toMatchFileSnapshot(GOLDEN)
  else expect(objects(dump)).toEqual(objects(readFileSync(GOLDEN, 'utf8')))
  await flowdb.drop()
})

/** Which functions PostGIS has differs by its version; `grants.test.ts` asserts who may use them. */
const PRIVILEGE_OF_POSTGIS = /^-- Name: FUNCTION (_postgis|st_)/

/**
 * The entries of a dump without what differs between servers: versions, session settings, the random key of
 * \restrict, and the superuser's name, who owns everything but the ledger.
 */
function normalised(dump: string, superuser: string): string {
  const [, ...entries] = dump.split(/^--\n(?=-- Name: )/m)
  return entries
    .filter(entry => !PRIVILEGE_OF_POSTGIS.test(entry))
    .map(entry =>
      entry
        .split('\n')
        .filter(line => !/^(--$|-- PostgreSQL database dump complete|\\unrestrict |SET \w+ = )/.test(line))
        .filter(line => !line.endsWith(` OWNER TO ${superuser};`))
        .map(line => line.replace(`; Owner: ${superuser}`, '').replace(`FOR ROLE ${superuser} `, ''))
        .join('\n')
        .replace(/\n{2,}/g, '\n\n')
        .replace('\n\n', '\n')
        .trim(),
    )
    .join('\n\n')
    .concat('\n')
}

/** The headings of a dump: one for each object, with its kind and schema. */
function objects(dump: string): string[] {
  return dump.split('\n').filter(line => line.startsWith('-- Name: '))
}
