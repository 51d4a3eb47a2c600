import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { packRoles, unpackRoles } from './user-claims.ts'

// Made by Python: base64.encodebytes(gzip.compress(json.dumps(roles).encode(), mtime=0)).decode()
const PACKED_BY_PYTHON =
  'H4sIAAAAAAACA32MwQqDMBBEf0X27M2bvyISps2yBtZEkrUQpP/e9CAWhN5m5j3mIERoLUZjN1He\n' +
  'I/UdCZvLXHa1s+GFoHgoOw/j8p3h1xCHsWywAHUQySwN3pe/tm/H1Wl6NpDijyqcJGNb6pVofn8A\n7ZOkK7AAAAA=\n'

test('roles are read that Python has packed', async () => {
  expect(await unpackRoles(PACKED_BY_PYTHON)).toEqual({
    analyst: [
      'run',
      'get_result',
      'get_available_dates',
      'admin3:spatial_aggregate:spatial_aggregate',
      'admin3:spatial_aggregate:daily_location',
      'admin3:geography:geography',
    ],
  })
})

const roles = { analyst: ['run', 'admin3:spatial_aggregate:spatial_aggregate'] }

test('what was packed is read again', async () => {
  expect(await unpackRoles(packRoles(roles))).toEqual(roles)
})

test('packed roles are lines of 76 characters, each ended, as MIME has it', () => {
  const many = { analyst: Array.from({ length: 40 }, (_, index) => `scope-${index * 7919}`) }
  const lines = packRoles(many).split('\n')
  expect(lines.pop()).toBe('')
  expect(lines.length).toBeGreaterThan(2)
  for (const line of lines.slice(0, -1)) expect(line).toHaveLength(76)
  expect(JSON.parse(gunzipSync(Buffer.from(lines.join(''), 'base64')).toString())).toEqual(many)
})

test.each([
  ['without line breaks', (text: string) => text.replaceAll('\n', '')],
  ['with other line breaks', (text: string) => text.replaceAll('\n', '\r\n')],
])('roles are read %s', async (_what, change) => {
  expect(await unpackRoles(change(packRoles(roles)))).toEqual(roles)
})

test('roles of almost four megabytes are read, and of more are not', async () => {
  const pack = (length: number) =>
    gzipSync(JSON.stringify({ analyst: ['a'.repeat(length)] })).toString('base64')
  const fits = 4 * 1024 * 1024 - '{"analyst":[""]}'.length
  expect((await unpackRoles(pack(fits))).analyst?.[0]).toHaveLength(fits)
  await expect(unpackRoles(pack(fits + 1))).rejects.toThrow()
})
