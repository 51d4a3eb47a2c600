import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { pythonWith } from '../harness/python.ts'

/** Each finds fault with an answer; what a schema allows and a query's rules do not is no fault. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
]
const EXAMPLES_PER_OPERATION = 60

test('what schemathesis makes of the OpenAPI document finds no answer that the document does not allow', async () => {
  const programs = await pythonWith('schemathesis', '4.32')
  const { url } = inject('system')
  const args = [
    'run',
    `${url}/api/0/spec/openapi.json`,
    ...['--url', url],
    ...['--header', `Authorization: Bearer ${inject('token')}`],
    ...['--checks', CHECKS.join(',')],
    ...['--max-examples', String(EXAMPLES_PER_OPERATION)],
    ...['--seed', '1'],
    ...['--phases', 'examples,fuzzing'],
  ]
  // It leaves notes where it runs.
  const cwd = await mkdtemp(join(tmpdir(), 'flowkit-fuzz-'))
  const child = spawn(join(programs, 'python'), ['-m', 'schemathesis.cli', ...args], {
    cwd,
    stdio: 'inherit',
  })
  const [code] = await once(child, 'close')
  await rm(cwd, { recursive: true })
  expect(code).toBe(0)
})
