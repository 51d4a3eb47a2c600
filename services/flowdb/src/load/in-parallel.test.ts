import { expect, test } from 'vitest'
import { inParallel } from './in-parallel.ts'

const tick = () => new Promise(resolve => setImmediate(resolve))

test('every item is worked on once, no more than so many at a time', async () => {
  const seen: number[] = []
  let [running, most] = [0, 0]
  await inParallel(3, [1, 2, 3, 4, 5, 6, 7], async item => {
    running += 1
    most = Math.max(most, running)
    await tick()
    seen.push(item)
    running -= 1
  })
  expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(most).toBe(3)
})

test('after a failure nothing more is begun, and what was begun is waited for', async () => {
  const begun: number[] = []
  const ended: number[] = []
  const work = inParallel(2, [1, 2, 3, 4], async item => {
    begun.push(item)
    await tick()
    if (item === 1) throw new Error('one is wrong')
    await tick()
    ended.push(item)
  })
  await expect(work).rejects.toThrow('one is wrong')
  expect(begun).toEqual([1, 2])
  expect(ended).toEqual([2])
})
