import { setTimeout as sleep } from 'node:timers/promises'
import { quantile } from '../api/closed-loop.ts'
import { send } from './send.ts'
import type { SignInSystem } from './system.ts'

/** How long requests took, in milliseconds, and how many were not answered as they should be. */
export interface Times {
  readonly requests: number
  readonly p50: number
  readonly p99: number
  readonly failed: number
}

/** What was measured at one rate. */
export interface Measured {
  /** Sign-ins that were begun each second; 0 while nobody signs in. */
  readonly rate: number
  readonly signIns: Times
  /** Of those who are signed in and ask for their servers. */
  readonly others: Times
}

/** How often somebody who is signed in asks for something, in milliseconds. */
const OTHERS_EVERY_MS = 100

/**
 * Lets people sign in at a rate, whether those before them have been answered or not, each from an address of their own.
 * Somebody else, who is signed in, goes on asking for their servers.
 */
export async function load(system: SignInSystem, rate: number, seconds: number): Promise<Measured> {
  const { origin, people } = system
  const [somebody, ...signingIn] = people
  if (!somebody || signingIn.length === 0) throw new Error('Two people are needed.')
  const { cookie } = await send(origin, 'POST', '/api/session', { body: somebody })
  const signIns: Promise<number | undefined>[] = []
  const others: Promise<number | undefined>[] = []
  const end = performance.now() + seconds * 1_000
  const every = async (milliseconds: number, begin: (number: number) => void) => {
    for (let number = 0, due = performance.now(); due < end; number += 1, due += milliseconds) {
      await sleep(Math.max(0, due - performance.now()))
      begin(number)
    }
  }
  await Promise.all([
    rate > 0 &&
      every(1_000 / rate, number => {
        const body = signingIn[number % signingIn.length]
        // From 127.0.1.1 to 127.0.250.250: each sign-in another one, for longer than any measurement takes.
        const from = `127.0.${1 + (Math.floor(number / 250) % 250)}.${1 + (number % 250)}`
        signIns.push(timed(() => send(origin, 'POST', '/api/session', { body: body ?? {}, from }), 200))
      }),
    // 403: a first password has to be changed, which is looked up in the database like anything else.
    every(OTHERS_EVERY_MS, () =>
      others.push(timed(() => send(origin, 'GET', '/api/servers', { cookie }), 403)),
    ),
  ])
  return { rate, signIns: times(await Promise.all(signIns)), others: times(await Promise.all(others)) }
}

/** How long a request took; undefined for one that was not answered as it should be. */
async function timed(ask: () => Promise<{ status: number }>, expected: number): Promise<number | undefined> {
  const begun = performance.now()
  const { status } = await ask().catch(() => ({ status: 0 }))
  return status === expected ? performance.now() - begun : undefined
}

function times(all: readonly (number | undefined)[]): Times {
  const answered = all.filter(time => time !== undefined).sort((one, other) => one - other)
  return {
    requests: all.length,
    p50: quantile(answered, 0.5),
    p99: quantile(answered, 0.99),
    failed: all.length - answered.length,
  }
}
