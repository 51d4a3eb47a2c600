import { expect, test } from 'vitest'
import { humanSize, parseSize, postgresSize } from './sizes.ts'

test.each([
  ['16GB', 17_179_869_184],
  ['512 MB', 536_870_912],
  ['8kB', 8192],
  ['8KB', 8192],
  ['1tb', 1_099_511_627_776],
  ['1048576', 1_048_576],
])('reads %s', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes)
})

test.each(['', 'GB', '1.5GB', '-1', '16 potatoes', '16GBs'])('does not take %j for a size', text => {
  expect(parseSize(text)).toBeUndefined()
})

test.each([
  [17_179_869_184, '16GB'],
  [1_610_612_736, '1536MB'],
  [1_050_000, '1025kB'],
  [0, '0kB'],
])('writes %d bytes as PostgreSQL reads them', (bytes, text) => {
  expect(postgresSize(bytes)).toBe(text)
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [9_961_472, '9.5 MB'],
  [68_719_476_736, '64 GB'],
  [2_000_000_000_000_000, '1,819 TB'],
])('writes %d bytes for people', (bytes, text) => {
  expect(humanSize(bytes)).toBe(text)
})
