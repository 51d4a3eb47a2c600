import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ActionReply } from '@flowkit/contract'
import { makeCurveKeyPair } from '@flowkit/service'
import { afterEach, describe, expect, test } from 'vitest'
import { Router } from 'zeromq'
import { keptLog } from '../testing/log.ts'
import { failure, type Script, ScriptedMachine, success } from '../testing/scripted-machine.ts'
import { type ClientOptions, MachineClient, type Patience } from './client.ts'
import { MachineUnavailable } from './errors.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(each => each.close()))
})

const PATIENT: Patience = { responseMs: 10_000, avoidMs: 60_000 }

function keep<T extends { close(): Promise<void> }>(made: T): T {
  open.push(made)
  return made
}

async function machineThat(script: Script): Promise<ScriptedMachine> {
  const machine = keep(new ScriptedMachine(script))
  await machine.listen()
  return machine
}

function clientOf(
  machines: readonly { readonly address: string }[],
  patience = PATIENT,
  options?: ClientOptions,
): MachineClient {
  return keep(
    new MachineClient(
      machines.map(({ address }) => address),
      patience,
      keptLog().log,
      options,
    ),
  )
}

const echo: Script = ({ params }) => success({ ...params })
const silent: Script = () => 'silence'
const ask = (client: MachineClient, number = 0, action = 'ping') =>
  client.ask({ action, request_id: `request-${number}`, params: { number } })

async function reasonOf(asking: Promise<ActionReply>): Promise<string> {
  const error = await asking.then(
    () => undefined,
    thrown => thrown,
  )
  if (error instanceof MachineUnavailable) return error.reason
  throw new Error('There was an answer, or another error', { cause: error })
}

/** Waits until a machine has been asked a number of times. */
async function askedTimes(machine: ScriptedMachine, times: number): Promise<void> {
  while (machine.requests.length < times) await sleep(2)
}

test('a reply is answered as it is, be it success or refusal', async () => {
  const machine = await machineThat(({ action }) => (action === 'ping' ? success({}, 'pong') : failure('no')))
  const client = clientOf([machine])
  expect(await ask(client)).toEqual({ status: 'success', msg: 'pong', payload: {} })
  expect(await ask(client, 1, 'other')).toEqual({ status: 'error', msg: 'no', payload: {} })
})

test('a request carries its action, id, parameters and identity, and nothing else', async () => {
  const machine = await machineThat(echo)
  const request = {
    action: 'run_query',
    request_id: 'request-1',
    params: { query_kind: 'geography' },
    identity: { issuer: null, subject: 'test', token_id: 'token-1' },
  }
  await clientOf([machine]).ask(request)
  expect(machine.requests).toEqual([request])
})

test('with a key, requests are sealed with it', async () => {
  const key = 'what only the two services know of'
  const socket = new Router({ linger: 0 })
  await socket.bind('tcp://127.0.0.1:*')
  const requests: string[] = []
  const serving = (async () => {
    for await (const frames of socket) {
      const message = String(frames.at(-1))
      if (message === '') continue
      const { sealed_at, request, seal } = JSON.parse(message)
      const code = createHmac('sha256', key).update(`flowkit request 1\n${sealed_at}\n${request}`)
      if (code.digest('hex') === seal) requests.push(request)
      await socket.send([...frames.slice(0, -1), JSON.stringify(success({}))])
    }
  })()
  keep({
    close: async () => {
      socket.close()
      await serving
    },
  })
  const client = keep(
    new MachineClient([socket.lastEndpoint ?? ''], PATIENT, keptLog().log, { sealKey: key }),
  )
  await ask(client, 7)
  expect(requests.map(request => JSON.parse(request))).toEqual([
    { action: 'ping', request_id: 'request-7', params: { number: 7 } },
  ])
})

test('replies find their requests, in whatever order they come', async () => {
  const replied: unknown[] = []
  const machine = await machineThat(async request => {
    const { number } = request.params ?? {}
    // The first of eight is the last to be answered.
    await sleep((8 - (Number(number) % 8)) * 5)
    replied.push(number)
    return echo(request)
  })
  const client = clientOf([machine])
  const numbers = Array.from({ length: 24 }, (_, index) => index)
  const replies = await Promise.all(numbers.map(number => ask(client, number)))
  expect(replied).not.toEqual(numbers)
  expect(replies.map(({ payload }) => payload.number)).toEqual(numbers)
})

test('late, foreign and malformed replies are passed over', async () => {
  const socket = new Router({ linger: 0 })
  await socket.bind('tcp://127.0.0.1:*')
  const serving = (async () => {
    for await (const [address = '', correlation = '', , body = ''] of socket) {
      const { params } = JSON.parse(String(body))
      const reply = JSON.stringify(success(params))
      await socket.send([address, 'another-correlation', '', reply])
      await socket.send([address, correlation, reply])
      await socket.send([address, correlation, 'no delimiter', reply])
      await socket.send([address, correlation, '', reply, 'more'])
      await socket.send([address, correlation, '', reply])
      await socket.send([address, correlation, '', reply])
    }
  })()
  keep({
    close: async () => {
      socket.close()
      await serving
    },
  })
  const client = clientOf([{ address: socket.lastEndpoint ?? '' }])
  for (const number of [1, 2, 3]) expect((await ask(client, number)).payload.number).toBe(number)
})

test.each<[what: string, reply: unknown]>([
  ['another status', { status: 'done', msg: '', payload: {} }],
  ['no payload', { status: 'success', msg: '' }],
  ['nothing that is JSON', undefined],
])('a reply with %s is none', async (_what, reply) => {
  const machine = await machineThat(() => reply as ActionReply)
  expect(await reasonOf(ask(clientOf([machine])))).toBe('unintelligible')
})

describe('a reply that never comes', () => {
  test('is given up after the time that a client has', async () => {
    const machine = await machineThat(silent)
    expect(await reasonOf(ask(clientOf([machine], { ...PATIENT, responseMs: 50 })))).toBe('timed out')
    expect(machine.requests).toHaveLength(1)
  })

  test('does not keep later ones from coming', async () => {
    const machine = await machineThat(request => (request.action === 'lost' ? 'silence' : echo(request)))
    const client = clientOf([machine], { ...PATIENT, responseMs: 100 })
    expect(await reasonOf(ask(client, 1, 'lost'))).toBe('timed out')
    expect((await ask(client, 2)).payload.number).toBe(2)
  })

  test('has the request sent once more, to another FlowMachine, which then gets the next ones too', async () => {
    const frozen = await machineThat(silent)
    const good = await machineThat(echo)
    const client = clientOf([frozen, good], { ...PATIENT, responseMs: 100 })
    for (const number of [1, 2, 3, 4]) expect((await ask(client, number)).payload.number).toBe(number)
    expect(frozen.requests).toHaveLength(1)
    expect(good.requests).toHaveLength(4)
  })

  test('is forgiven after a while', async () => {
    let awake = false
    const dozing = await machineThat(request => (awake ? echo(request) : 'silence'))
    const good = await machineThat(echo)
    const client = clientOf([dozing, good], { responseMs: 100, avoidMs: 50 })
    await ask(client, 1)
    expect(dozing.requests).toHaveLength(1)
    awake = true
    await sleep(60)
    await Promise.all([ask(client, 2), ask(client, 3)])
    expect(dozing.requests.length).toBeGreaterThan(1)
  })
})

describe('a FlowMachine that gives no signs of life', () => {
  async function fallSilent(machine: ScriptedMachine): Promise<void> {
    machine.alive = false
    machine.script = silent
  }

  test('fails the requests under way long before a reply would be given up, and later ones at once', async () => {
    const machine = await machineThat(silent)
    const client = clientOf([machine])
    const asking = reasonOf(ask(client, 1))
    await askedTimes(machine, 1)
    await fallSilent(machine)
    expect(await asking).toBe('silent')
    expect(await reasonOf(ask(client, 2))).toBe('silent')
    expect(machine.requests).toHaveLength(1)
  })

  test('is not needed where there is another one, and is asked again when it is heard of again', async () => {
    const frozen = await machineThat(silent)
    const good = await machineThat(echo)
    const client = clientOf([frozen, good])
    const asking = [1, 2, 3, 4].map(number => ask(client, number))
    await askedTimes(frozen, 1)
    await fallSilent(frozen)
    expect((await Promise.all(asking)).map(({ payload }) => payload.number)).toEqual([1, 2, 3, 4])
    const before = frozen.requests.length
    for (const number of [5, 6, 7, 8]) await ask(client, number)
    expect(frozen.requests).toHaveLength(before)
    frozen.alive = true
    frozen.script = echo
    await expect
      .poll(
        async () => {
          await ask(client)
          return frozen.requests.length
        },
        { timeout: 5_000 },
      )
      .toBeGreaterThan(before)
  })
})

describe.each(['busy', 'stopping', 'no database'] as const)(
  'a FlowMachine that says not now: %s',
  not_now => {
    const turnsAway: Script = () => failure('Not now.', { not_now })

    test('has its requests sent to another one', async () => {
      const [full, good] = [await machineThat(turnsAway), await machineThat(echo)]
      const client = clientOf([full, good])
      for (const number of [1, 2, 3, 4]) expect((await ask(client, number)).payload.number).toBe(number)
    })

    test('is told from others that do not answer, when there is no other', async () => {
      const machines = [await machineThat(turnsAway), await machineThat(turnsAway)]
      expect(await reasonOf(ask(clientOf(machines)))).toBe(not_now)
      expect(machines.map(({ requests }) => requests.length)).toEqual([1, 1])
    })
  },
)

describe('several FlowMachines', () => {
  test('are asked one after the other until one answers', async () => {
    const away = new ScriptedMachine(silent)
    const address = await away.listen()
    await away.close()
    const machines = [
      { address },
      await machineThat(() => failure('Not now.', { not_now: 'busy' })),
      await machineThat(echo),
    ]
    expect((await ask(clientOf(machines), 7)).payload.number).toBe(7)
  })

  test('share requests: the next goes to the one with the least under way', async () => {
    const held: (() => void)[] = []
    const hold: Script = async request => {
      await new Promise<void>(resolve => held.push(resolve))
      return echo(request)
    }
    const machines = await Promise.all([machineThat(hold), machineThat(hold), machineThat(hold)])
    const client = clientOf(machines)
    const asking = [1, 2, 3].map(number => ask(client, number))
    await Promise.all(machines.map(machine => askedTimes(machine, 1)))
    for (const release of held) release()
    await Promise.all(asking)
  })

  test('take turns when nothing is under way', async () => {
    const machines = await Promise.all([machineThat(echo), machineThat(echo)])
    const client = clientOf(machines)
    await Promise.all([ask(client), ask(client)])
    for (const number of [1, 2, 3, 4]) await ask(client, number)
    expect(machines.map(({ requests }) => requests.length)).toEqual([3, 3])
  })
})

describe('a FlowMachine that is away', () => {
  test('is told of within seconds, long before a reply would be given up', async () => {
    const gone = new ScriptedMachine(silent)
    const address = await gone.listen()
    await gone.close()
    expect(await reasonOf(ask(clientOf([{ address }])))).toBe('not connected')
  })

  test('fails the requests under way when it goes, and a restarted one answers them', async () => {
    const first = new ScriptedMachine(silent)
    const address = await first.listen()
    const client = clientOf([{ address }])
    const asking = ask(client, 1)
    await askedTimes(first, 1)
    await first.close()
    const second = keep(new ScriptedMachine(echo))
    await second.listen(address)
    expect((await asking).payload.number).toBe(1)
    expect(second.requests).toHaveLength(1)
  })

  test('is not needed where there is another one', async () => {
    const first = new ScriptedMachine(silent)
    await first.listen()
    const second = await machineThat(echo)
    const client = clientOf([first, second])
    const asking = [1, 2, 3, 4].map(number => ask(client, number))
    await askedTimes(first, 1)
    await first.close()
    expect((await Promise.all(asking)).map(({ payload }) => payload.number)).toEqual([1, 2, 3, 4])
    expect((await ask(client, 5)).payload.number).toBe(5)
  })

  test('is not sent what was asked for while it was away', async () => {
    const gone = new ScriptedMachine(silent)
    const address = await gone.listen()
    await gone.close()
    const client = clientOf([{ address }], { ...PATIENT, responseMs: 100 })
    expect(await reasonOf(ask(client, 1))).toBe('timed out')
    const back = keep(new ScriptedMachine(echo))
    await back.listen(address)
    expect((await client.ask({ action: 'ping', request_id: '2' }, { withinMs: 5_000 })).status).toBe(
      'success',
    )
    expect(back.requests.map(({ request_id }) => request_id)).toEqual(['2'])
  })
})

describe('more requests than a FlowMachine should have under way', () => {
  test('wait for their turn', async () => {
    let released = false
    const machine = await machineThat(request => (released ? echo(request) : silent(request)))
    const client = clientOf([machine], { ...PATIENT, responseMs: 1_000 })
    const first = Array.from({ length: 128 }, (_, index) => reasonOf(ask(client, index)))
    const next = ask(client, 128)
    await askedTimes(machine, 128)
    released = true
    expect((await next).status).toBe('success')
    expect(new Set(await Promise.all(first))).toEqual(new Set(['timed out']))
  })

  test('are turned away at once where too many wait, and tell so when FlowMachine is lost', async () => {
    const machine = await machineThat(silent)
    const client = clientOf([machine])
    const waiting = Array.from({ length: 128 + 1_000 }, (_, index) => reasonOf(ask(client, index)))
    expect(await reasonOf(ask(client, 1_128))).toBe('too many requests')
    await client.close()
    const reasons = await Promise.all(waiting)
    expect(new Set(reasons.slice(0, 128))).toEqual(new Set(['connection lost']))
    expect(new Set(reasons.slice(128))).toEqual(new Set(['not connected']))
  })
})

test('a request whose caller has left is given up, and not sent again', async () => {
  const machines = await Promise.all([machineThat(silent), machineThat(silent)])
  const client = clientOf(machines)
  const caller = new AbortController()
  const asking = client.ask({ action: 'ping', request_id: '1' }, { signal: caller.signal })
  while (machines.every(({ requests }) => requests.length === 0)) await sleep(2)
  caller.abort(new Error('left'))
  await expect(asking).rejects.toThrow('left')
  expect(machines.flatMap(({ requests }) => requests)).toHaveLength(1)
})

describe('FlowMachines behind one name', () => {
  /** FlowMachines on addresses of their own, all of them on the port of the first. */
  async function machinesOf(addresses: readonly string[]) {
    const [first = '', ...others] = addresses
    const machines = [await machineAt(`tcp://${first}:*`)]
    const port = new URL(machines[0]?.address ?? '').port
    for (const address of others) machines.push(await machineAt(`tcp://${address}:${port}`))
    return { machines, name: { address: `tcp://machines.example:${port}` } }
  }

  async function machineAt(address: string): Promise<ScriptedMachine> {
    const machine = keep(new ScriptedMachine(echo))
    await machine.listen(address)
    return machine
  }

  const asked = (machines: readonly ScriptedMachine[]) => machines.map(({ requests }) => requests.length > 0)

  test('share requests, also those that come later; one that has left gets none', async () => {
    const { machines, name } = await machinesOf(['127.0.0.1', '127.0.0.2', '127.0.0.3'])
    let found: readonly string[] = ['127.0.0.1', '127.0.0.2']
    const client = clientOf([name], PATIENT, { lookup: async () => found })
    for (const number of [1, 2, 3, 4, 5, 6]) expect((await ask(client, number)).payload.number).toBe(number)
    expect(asked(machines)).toEqual([true, true, false])

    found = ['127.0.0.2', '127.0.0.3']
    await machines[0]?.close()
    const before = machines[0]?.requests.length
    await expect
      .poll(async () => ((await ask(client)).status === 'success' ? asked(machines) : []), {
        timeout: 10_000,
      })
      .toEqual([true, true, true])
    expect(machines[0]?.requests.length).toBe(before)
  })

  test('stay connected while the name cannot be looked up', async () => {
    const { name } = await machinesOf(['127.0.0.1'])
    let looks = 0
    const lookup = async () => {
      looks += 1
      if (looks > 1) throw new Error('no resolver answers')
      return ['127.0.0.1']
    }
    const client = clientOf([name], PATIENT, { lookup })
    await expect.poll(() => looks, { timeout: 10_000 }).toBeGreaterThan(1)
    expect((await ask(client, 1)).payload.number).toBe(1)
  })

  test('are not available while none has an address', async () => {
    const lookup = () => Promise.reject(new Error('no such name'))
    const client = clientOf([{ address: 'tcp://machines.example:5555' }], PATIENT, { lookup })
    expect(await reasonOf(ask(client))).toBe('not connected')
  })
})

test('a FlowMachine that says that it is about to end gets no more requests', async () => {
  const [leaving, good] = [await machineThat(echo), await machineThat(echo)]
  const client = clientOf([leaving, good])
  for (const number of [1, 2]) await ask(client, number)
  leaving.sign = JSON.stringify(failure('Stopping.', { not_now: 'stopping' }))
  const signs = leaving.signs
  await expect.poll(() => leaving.signs, { timeout: 5_000 }).toBeGreaterThan(signs + 1)
  const before = leaving.requests.length
  for (const number of [3, 4, 5]) expect((await ask(client, number)).payload.number).toBe(number)
  expect(leaving.requests.length).toBe(before)
})

describe('CURVE', () => {
  const machineKeys = makeCurveKeyPair()
  const own = makeCurveKeyPair()
  const right = { ...own, serverKey: machineKeys.publicKey }

  async function encrypted(at?: string): Promise<ScriptedMachine> {
    const machine = keep(new ScriptedMachine(echo, machineKeys.secretKey))
    await machine.listen(at)
    return machine
  }

  /** A client, and what it logs. */
  function client(address: string, options: ClientOptions) {
    const { log, lines } = keptLog()
    return { lines, client: keep(new MachineClient([address], PATIENT, log, options)) }
  }

  test('lets the two talk when their keys are right', async () => {
    const machine = await encrypted()
    const { client: asker } = client(machine.address, { curve: right })
    expect((await ask(asker, 1)).payload.number).toBe(1)
  })

  test.each([
    ['a client without keys', true, {}],
    ['a client with the key of another FlowMachine', true, { curve: { ...own, serverKey: own.publicKey } }],
    ['a FlowMachine without keys', false, { curve: right }],
  ])('gives %s nothing, and the log says where to look', async (_who, withKeys, options) => {
    const machine = withKeys ? await encrypted() : await machineThat(echo)
    const { client: asker, lines } = client(machine.address, options)
    expect(await reasonOf(ask(asker))).toBe('not connected')
    await expect
      .poll(
        () => lines.filter(({ event }) => String(event).includes('FLOWMACHINE_CURVE_PUBLIC_KEY')).length,
        {
          timeout: 5_000,
        },
      )
      .toBe(1)
    expect(machine.requests).toEqual([])
  })

  test('connects by itself when the keys have been put right at the other end', async () => {
    const wrong = await machineThat(echo)
    const { client: asker } = client(wrong.address, { curve: right })
    expect(await reasonOf(ask(asker))).toBe('not connected')
    const { address } = wrong
    await wrong.close()
    await encrypted(address)
    expect((await ask(asker, 2)).payload.number).toBe(2)
  })
})
