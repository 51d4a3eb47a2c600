import { execFileSync } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { postgresBinaries } from '@flowkit/local-stack'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/database.ts'
import { applyMigrations, MIGRATIONS } from './migrations.ts'
import { prepareDatabase } from './prepare.ts'

/** Written by `pnpm --filter @flowkit/flowauth golden`, for review: what the migrations make. */
const GOLDEN = fileURLToPath(new URL('../../schema.golden.sql', import.meta.url))
/** The version of PostgreSQL whose wording the file has; others word the same definitions differently. */
const GOLDEN_MAJOR = 15

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

test('an empty database gets every migration, in order and once, however many processes start', async () => {
  const files = (await readdir(MIGRATIONS)).toSorted()
  expect(files.filter(file => !/^\d{4}_\w+\.sql$/.test(file))).toEqual([])
  await Promise.all([1, 2, 3].map(() => prepareDatabase(database.pool, async () => {})))
  const { rows } = await database.pool.query('SELECT name FROM migrations ORDER BY id')
  expect(rows.map(({ name }) => `${name}.sql`)).toEqual(files)
  const client = await database.pool.connect()
  expect(await applyMigrations(client).finally(() => client.release())).toEqual([])
})

test('the migrations make the schema that was reviewed', async () => {
  await prepareDatabase(database.pool, async () => {})
  const { host, port, user, password, database: name } = database
  const program = join(postgresBinaries(), 'pg_dump')
  const args = [
    '--schema-only',
    '--no-owner',
    '--host',
    host,
    '--port',
    String(port),
    '--username',
    user,
    name,
  ]
  const dump = execFileSync(program, args, { encoding: 'utf8', env: { PGPASSWORD: password } })
  const version = execFileSync(program, ['--version'], { encoding: 'utf8' })
  if (version.includes(` ${GOLDEN_MAJOR}.`))
    await expect(normalised(dump.replaceAll(user, 'flowauth'))).toMatchFileSnapshot(GOLDEN)
  else expect(dump).toContain('CREATE TABLE public.tokens')
})

/** A dump without what differs between servers and runs: versions, session settings, the key of \restrict. */
function normalised(dump: string): string {
  const [, ...entries] = dump.split(/^--\n(?=-- Name: )/m)
  return entries
    .map(entry =>
      entry
        .split('\n')
        .filter(line => !/^(--$|-- PostgreSQL database dump complete|\\unrestrict |SET \w+ = )/.test(line))
        .join('\n')
        .replace(/\n{2,}/g, '\n\n')
        .replace('\n\n', '\n')
        .trim(),
    )
    .join('\n\n')
    .concat('\n')
}
