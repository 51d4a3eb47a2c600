import { expect, test } from 'vitest'
import { Recent } from './recent.ts'

test('what has not been used for longest is forgotten first', () => {
  const recent = new Recent<string, number>(2)
  recent.set('one', 1)
  recent.set('two', 2)
  expect(recent.get('one')).toBe(1)
  recent.set('three', 3)
  expect([recent.get('one'), recent.get('two'), recent.get('three')]).toEqual([1, undefined, 3])
})
