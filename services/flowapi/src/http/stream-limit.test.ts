import { expect, test } from 'vitest'
import { StreamLimit } from './stream-limit.ts'

const limit = (waitMs: number) => new StreamLimit({ most: 2, waitMs })

test('a user who has enough waits until one has ended, and each user has their own', async () => {
  const streams = limit(10_000)
  const [end] = await Promise.all([streams.enter('ana'), streams.enter('ana')])
  const third = streams.enter('ana')
  await streams.enter('ben')
  let entered = false
  void third.then(() => {
    entered = true
  })
  await new Promise(setImmediate)
  expect(entered).toBe(false)
  end()
  await third
})

test('those who wait have their turn in order', async () => {
  const streams = limit(10_000)
  const ends = [await streams.enter('ana'), await streams.enter('ana')]
  const order: number[] = []
  const later = [1, 2].map(async number => {
    await streams.enter('ana')
    order.push(number)
  })
  for (const end of ends) end()
  await Promise.all(later)
  expect(order).toEqual([1, 2])
})

test('who waits too long is told so', async () => {
  const streams = limit(10)
  await Promise.all([streams.enter('ana'), streams.enter('ana')])
  await expect(streams.enter('ana')).rejects.toMatchObject({ statusCode: 429 })
})

test('who leaves while waiting takes no place', async () => {
  const streams = limit(10_000)
  const [end] = await Promise.all([streams.enter('ana'), streams.enter('ana')])
  const leaving = new AbortController()
  const waiting = streams.enter('ana', leaving.signal)
  leaving.abort(new Error('left'))
  await expect(waiting).rejects.toThrow('left')
  end()
  await streams.enter('ana')
})

test('a stream that ends twice gives its place back once', async () => {
  const streams = limit(10)
  const [end] = await Promise.all([streams.enter('ana'), streams.enter('ana')])
  end()
  end()
  await streams.enter('ana')
  await expect(streams.enter('ana')).rejects.toMatchObject({ statusCode: 429 })
})
