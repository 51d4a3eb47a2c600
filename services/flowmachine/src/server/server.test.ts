import { setTimeout as sleep } from 'node:timers/promises'
import { type CurveKeyPair, makeCurveKeyPair, seal } from '@flowkit/service'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Dealer, Request } from 'zeromq'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { curveOf } from './curve.ts'
import { Server } from './server.ts'

let world: TestEngine
let server: Server
let endpoint: string

beforeAll(async () => {
  world = await startEngine({ areas: [[3, 'W', 0, 0, 5, 10]], cells: [['west', 1, 1]], events: {} })
  await world.start()
  server = new Server(world.engine)
  endpoint = await server.listen('127.0.0.1', 0)
})
afterAll(async () => {
  await server.stop()
  await world.close()
})

const ping = JSON.stringify({ action: 'ping', request_id: '1' })

async function request(message: string): Promise<unknown> {
  const socket = new Request({ linger: 0, receiveTimeout: 10_000 })
  socket.connect(endpoint)
  try {
    await socket.send(message)
    const [reply] = await socket.receive()
    return JSON.parse(String(reply))
  } finally {
    socket.close()
  }
}

describe('the server', () => {
  it('answers a request socket', async () => {
    expect(await request(ping)).toEqual({ status: 'success', msg: 'pong', payload: {} })
  })

  it('gives a correlation frame back, so that many requests can be under way', async () => {
    const socket = new Dealer({ linger: 0, receiveTimeout: 10_000 })
    socket.connect(endpoint)
    try {
      for (const id of ['a', 'b', 'c']) await socket.send([id, '', ping])
      const correlations = new Set<string>()
      for (let received = 0; received < 3; received += 1) {
        const [correlation, delimiter, reply] = await socket.receive()
        correlations.add(String(correlation))
        expect(String(delimiter)).toBe('')
        expect(JSON.parse(String(reply))).toMatchObject({ msg: 'pong' })
      }
      expect(correlations).toEqual(new Set(['a', 'b', 'c']))
    } finally {
      socket.close()
    }
  })

  it('answers an empty message with an empty one, as a sign of life', async () => {
    const socket = new Dealer({ linger: 0, receiveTimeout: 10_000 })
    socket.connect(endpoint)
    try {
      await socket.send(['pulse', '', ''])
      expect((await socket.receive()).map(String)).toEqual(['pulse', '', ''])
    } finally {
      socket.close()
    }
  })

  it('turns away what is more than it can do, tells programs so, and still answers health checks', async () => {
    const holder = await world.engine.control.connect()
    await holder.query('BEGIN; LOCK TABLE cache.queries IN ACCESS EXCLUSIVE MODE')
    const socket = new Dealer({ linger: 0, receiveTimeout: 10_000 })
    socket.connect(endpoint)
    try {
      const poll = JSON.stringify({
        action: 'poll_query',
        request_id: '1',
        params: { query_id: 'f'.repeat(32) },
      })
      for (let sent = 0; sent < 257; sent += 1) await socket.send([String(sent), '', poll])
      const [correlation, , reply] = await socket.receive()
      expect(String(correlation)).toBe('256')
      expect(JSON.parse(String(reply))).toMatchObject({ status: 'error', payload: { not_now: 'busy' } })
      expect(await request(ping)).toMatchObject({ msg: 'pong' })
    } finally {
      await holder.query('ROLLBACK')
      holder.release()
      // It has a hand free again when the others have been answered.
      for (let received = 0; received < 256; received += 1) await socket.receive()
      socket.close()
    }
  })

  it('drops messages with other frames and goes on', async () => {
    const socket = new Dealer({ linger: 0 })
    socket.connect(endpoint)
    try {
      await socket.send(['no delimiter'])
      await socket.send(['', ping, 'too many', '', ''])
      await socket.send(Buffer.from([0xff, 0xfe]))
    } finally {
      socket.close()
    }
    expect(await request(ping)).toMatchObject({ msg: 'pong' })
  })

  it('says what is wrong with a message', async () => {
    expect(await request('{"action"')).toMatchObject({ status: 'error', msg: 'Invalid JSON.' })
    expect(await request('{"action":"ping"}')).toMatchObject({
      msg: 'Invalid action request.',
      payload: { request_id: ['Missing data for required field.'] },
    })
    expect(await request(JSON.stringify({ action: 'sudo', request_id: '1' }))).toMatchObject({
      msg: 'Invalid action request.',
      payload: { action: [expect.stringContaining('Must be one of: ping,')] },
    })
    expect(
      await request(JSON.stringify({ action: 'poll_query', request_id: '1', params: { id: 'x' } })),
    ).toMatchObject({
      msg: "Internal flowmachine server error: wrong arguments passed to handler for action 'poll_query'.",
    })
  })

  it('gives results to nobody who is not named', async () => {
    const geography = { action: 'get_geography', request_id: '1', params: { aggregation_unit: 'admin3' } }
    expect(await request(JSON.stringify(geography))).toMatchObject({
      status: 'error',
      msg: 'Results are given only on behalf of somebody: the request names no identity.',
    })
    const identity = { issuer: 'FlowAuth', subject: 'ann', token_id: 'token 1' }
    expect(await request(JSON.stringify({ ...geography, identity }))).toMatchObject({
      status: 'success',
      payload: { query_state: 'completed', sql: expect.stringContaining('FROM released.') },
    })
  })

  it('computes nothing that is finer than the gateway says that it may be', async () => {
    const params = {
      query_kind: 'unique_subscriber_counts',
      start_date: '2016-01-01',
      end_date: '2016-01-01T06:00:00',
      aggregation_unit: 'admin3',
    }
    const run = { action: 'run_query', request_id: '1', params, limits: ['run', 'limit:window:1d'] }
    expect(await request(JSON.stringify(run))).toMatchObject({
      status: 'error',
      msg: 'The query is about events of 6 hours, and limit:window:1d allows none of less than 1 day.',
    })
  })
})

describe('a server with a key', () => {
  const KEY = 'what the gateway seals its requests with'
  const ann = { issuer: 'FlowAuth', subject: 'ann', token_id: 'token 1' }
  const dates = { action: 'get_available_dates', request_id: '1' }
  let guarded: Server
  beforeAll(async () => {
    guarded = new Server(world.engine, { sealKey: KEY })
    endpoint = await guarded.listen('127.0.0.1', 0)
  })
  afterAll(() => guarded.stop())

  it('does what the gateway asks for somebody', async () => {
    expect(await request(seal(JSON.stringify({ ...dates, identity: ann }), KEY))).toMatchObject({
      status: 'success',
    })
  })

  it.each([
    ['that names nobody', seal(JSON.stringify(dates), KEY), 'No identity is named.'],
    ['that only says who asks', JSON.stringify({ ...dates, identity: ann }), 'Not sealed.'],
    ['without name or seal', JSON.stringify(dates), 'Not sealed.'],
    [
      'in which another name was put',
      seal(JSON.stringify({ ...dates, identity: ann }), KEY).replace('ann', 'eve'),
      'The seal is forged.',
    ],
    [
      'that was sealed ten minutes ago',
      seal(JSON.stringify({ ...dates, identity: ann }), KEY, Date.now() / 1_000 - 600),
      'The seal has expired.',
    ],
  ])('does not believe a message %s', async (_what, message, why) => {
    expect(await request(message)).toEqual({
      status: 'error',
      msg: `The request is not believed. ${why}`,
      payload: {},
    })
  })

  it.each([
    ['no subject', { issuer: 'FlowAuth', token_id: 'token 1' }],
    ['an empty subject', { ...ann, subject: '' }],
    ['more than is known', { ...ann, admin: true }],
    ['a number for an issuer', { ...ann, issuer: 1 }],
  ])('refuses an identity with %s, under a seal too', async (_what, identity) => {
    expect(await request(seal(JSON.stringify({ ...dates, identity }), KEY))).toMatchObject({
      status: 'error',
      msg: 'Invalid action request.',
    })
  })

  it('answers anybody whether it is there, and what can be asked', async () => {
    for (const action of ['ping', 'get_available_queries', 'get_query_schemas'])
      expect(await request(JSON.stringify({ action, request_id: '1' }))).toMatchObject({ status: 'success' })
  })
})

describe('a server that stops', () => {
  it('says so to those who watch whether it lives', async () => {
    const stopping = new Server(world.engine)
    const socket = new Dealer({ linger: 0, receiveTimeout: 10_000 })
    socket.connect(await stopping.listen('127.0.0.1', 0))
    try {
      await socket.send(['pulse', '', ''])
      await socket.receive()
      await stopping.stop()
      const [correlation, , news] = await socket.receive()
      expect(String(correlation)).toBe('pulse')
      expect(JSON.parse(String(news))).toMatchObject({ payload: { not_now: 'stopping' } })
    } finally {
      socket.close()
    }
  })

  it('tells who waits for it to ask another one', async () => {
    const stopping = new Server(world.engine)
    const socket = new Dealer({ linger: 0, receiveTimeout: 10_000 })
    const holder = await world.engine.control.connect()
    socket.connect(await stopping.listen('127.0.0.1', 0))
    try {
      await socket.send(['', ping])
      await socket.receive()
      await holder.query(`BEGIN; DELETE FROM cache.results; DELETE FROM cache.queries`)
      const identity = { issuer: 'FlowAuth', subject: 'ann', token_id: 'token 1' }
      const params = { aggregation_unit: 'admin3' }
      await socket.send(['', JSON.stringify({ action: 'get_geography', request_id: '1', params, identity })])
      await sleep(100)
      const stopped = stopping.stop()
      await holder.query('COMMIT')
      const [, reply] = await socket.receive()
      expect(JSON.parse(String(reply))).toMatchObject({ payload: { not_now: 'stopping' } })
      await stopped
    } finally {
      holder.release()
      socket.close()
    }
  })
})

describe('a server with CURVE keys', () => {
  const machine = makeCurveKeyPair()
  const known = makeCurveKeyPair()
  const stranger = makeCurveKeyPair()
  let encrypted: Server
  let address: string
  beforeAll(async () => {
    encrypted = new Server(world.engine, { curve: { ...machine, allowed: [known.publicKey] } })
    address = await encrypted.listen('127.0.0.1', 0)
  })
  afterAll(() => encrypted.stop())

  /** The answer to a ping, or nothing. */
  async function answerTo(keys: CurveKeyPair | undefined, serverKey = machine.publicKey): Promise<unknown> {
    const socket = new Request({
      linger: 0,
      sendTimeout: 1_000,
      receiveTimeout: keys === known && serverKey === machine.publicKey ? 10_000 : 1_000,
      ...(keys && {
        curvePublicKey: keys.publicKey,
        curveSecretKey: keys.secretKey,
        curveServerKey: serverKey,
      }),
    })
    socket.connect(address)
    try {
      await socket.send(ping)
      const [reply] = await socket.receive()
      return JSON.parse(String(reply))
    } catch {
      return undefined
    } finally {
      socket.close()
    }
  }

  it('answers those whose key it knows, and itself', async () => {
    expect(await answerTo(known)).toMatchObject({ msg: 'pong' })
    expect(await answerTo(machine)).toMatchObject({ msg: 'pong' })
  })

  it('gives nothing to a peer without keys, with an unknown one or with the wrong one of the server, and lives', async () => {
    expect(await Promise.all([answerTo(undefined), answerTo(stranger)])).toEqual([undefined, undefined])
    expect(await answerTo(known, stranger.publicKey)).toBeUndefined()
    expect(await answerTo(known)).toMatchObject({ msg: 'pong' })
  })
})

describe('the configuration of CURVE', () => {
  it.each([
    { FLOWMACHINE_CURVE_SECRET_KEY: makeCurveKeyPair().secretKey, FLOWAPI_CURVE_PUBLIC_KEYS: undefined },
    { FLOWMACHINE_CURVE_SECRET_KEY: undefined, FLOWAPI_CURVE_PUBLIC_KEYS: [makeCurveKeyPair().publicKey] },
  ])('is refused when half of it is missing', half => {
    expect(() => curveOf(half)).toThrow('set both, or neither')
  })
})
