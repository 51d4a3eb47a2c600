import { describe, expect, test } from 'vitest'
import { dayNumber } from '../dates.ts'
import { transferTables } from '../tables/mobile-money.ts'
import { cellsTable } from '../tables/network.ts'
import { eventRows, rowsOf, type TextRow, testWorld } from '../testing.ts'
import { Days } from './day.ts'

const world = testWorld()
const WEEK = ['01', '02', '03', '04', '05', '06', '07'].map(day => `2016-01-${day}`)
const week = (type: 'calls' | 'sms' | 'mds' | 'topups') => WEEK.flatMap(date => eventRows(world, type, date))

/** The rows of each id. */
function byId(rows: readonly TextRow[]): TextRow[][] {
  const groups = new Map<string | undefined, TextRow[]>()
  for (const row of rows) groups.set(row.id, [...(groups.get(row.id) ?? []), row])
  return [...groups.values()]
}

describe.each(['calls', 'sms'] as const)('%s', type => {
  const conversations = byId(week(type))
  const pairs = conversations.filter(rows => rows.length === 2)
  const single = conversations.filter(rows => rows.length === 1)

  test('between two subscribers have a row for each, which agree', () => {
    expect(pairs.length + single.length).toBe(conversations.length)
    for (const [one, other] of pairs) {
      expect(one?.datetime).toBe(other?.datetime)
      expect(one?.duration).toBe(other?.duration)
      expect(one?.msisdn).toBe(other?.msisdn_counterpart)
      expect(other?.msisdn).toBe(one?.msisdn_counterpart)
      expect([one?.outgoing, other?.outgoing].sort()).toEqual(['f', 't'])
    }
  })

  test('with other networks, one in five, have the row of the subscriber', () => {
    const offNet = single.filter(([row]) => row?.network === 'Other network')
    expect(offNet.length / conversations.length).toBeCloseTo(0.2, 1)
    const directions = new Set(offNet.map(([row]) => row?.outgoing))
    expect(directions).toEqual(new Set(['t', 'f']))
    const subscribers = new Set(world.subscribers.map(({ msisdn }) => `\\\\x${msisdn}`))
    expect(offNet.some(([row]) => subscribers.has(row?.msisdn_counterpart ?? ''))).toBe(false)
  })

  test('with the own number have one row', () => {
    const own = conversations.filter(([row]) => row?.msisdn === row?.msisdn_counterpart)
    expect(own.length).toBeGreaterThan(0)
    expect(own.every(rows => rows.length === 1)).toBe(true)
  })
})

describe('rows', () => {
  const calls = week('calls')

  test('lie within their day', () => {
    for (const date of WEEK)
      expect(eventRows(world, 'mds', date).every(({ datetime }) => datetime?.startsWith(`${date} `))).toBe(
        true,
      )
    expect(calls.every(({ datetime }) => !Number.isNaN(Date.parse(`${datetime?.replace(' ', 'T')}Z`)))).toBe(
      true,
    )
  })

  test('are sorted by subscriber and then by time', () => {
    const keys = eventRows(world, 'calls', '2016-01-02').map(
      ({ msisdn, datetime }) => `${msisdn} ${datetime}`,
    )
    expect(keys).toEqual([...keys].sort())
  })

  test('now and then lack their location', () => {
    const unlocated = calls.filter(({ location_id }) => location_id === undefined)
    expect(unlocated.length / calls.length).toBeGreaterThan(0.005)
    expect(unlocated.length / calls.length).toBeLessThan(0.015)
  })

  test('name subscribers by 32 bytes, and devices by a number of eight digits', () => {
    for (const { msisdn, imsi, imei, msisdn_counterpart, tac } of calls) {
      for (const name of [msisdn, imsi, imei, msisdn_counterpart]) expect(name).toMatch(/^\\\\x[0-9a-f]{64}$/)
      expect(tac).toMatch(/^99\d{6}$/)
    }
  })

  test('use a second handset of some subscribers, but one SIM card of each', () => {
    const cards = new Map<string | undefined, Set<string | undefined>>()
    const phones = new Map<string | undefined, Set<string | undefined>>()
    for (const { msisdn, imsi, imei } of calls) {
      cards.set(msisdn, (cards.get(msisdn) ?? new Set()).add(imsi))
      phones.set(msisdn, (phones.get(msisdn) ?? new Set()).add(imei))
    }
    expect(new Set([...cards.values()].map(set => set.size))).toEqual(new Set([1]))
    expect(new Set([...phones.values()].map(set => set.size))).toEqual(new Set([1, 2]))
  })

  test('have volumes that add up, in megabytes', () => {
    for (const { volume_total, volume_upload, volume_download } of week('mds'))
      expect(Number(volume_upload) + Number(volume_download)).toBeCloseTo(Number(volume_total), 6)
  })
})

describe('top-ups', () => {
  test('continue the balance that the one before has left, less what was spent', () => {
    const balances = new Map<string | undefined, number>()
    let continued = 0
    for (const row of week('topups')) {
      const [before, after] = [Number(row.pre_event_balance), Number(row.post_event_balance)]
      const earlier = balances.get(row.msisdn)
      if (earlier !== undefined) {
        expect(before).toBeLessThanOrEqual(earlier)
        continued += 1
      }
      expect(before).toBeGreaterThanOrEqual(0)
      const paid = Number(row.recharge_amount) - Number(row.airtime_fee) - Number(row.tax_and_fee)
      expect(after).toBeCloseTo(before + paid, 6)
      balances.set(row.msisdn, after)
    }
    expect(continued).toBeGreaterThan(500)
  })
})

describe('mobile money', () => {
  test('has a transaction with a payer and a payee, at cells in the version of the day', () => {
    const cells = new Set(rowsOf(cellsTable(world.network, 1)).map(({ id, version }) => `${id} ${version}`))
    const { transactions, metadata } = transferTables(new Days(world).of(dayNumber('2016-01-06')))
    const parties = rowsOf(metadata)
    expect(transactions.rowCount).toBeGreaterThan(50)
    for (const { id, timestamp } of rowsOf(transactions)) {
      expect(timestamp).toMatch(/^2016-01-06 /)
      const [payer, payee, ...others] = parties.filter(({ transaction_id }) => transaction_id === id)
      expect([payer?.is_outgoing, payee?.is_outgoing, ...others]).toEqual(['t', 'f'])
      expect(payer?.subscriber_id).not.toBe(payee?.subscriber_id)
    }
    for (const { cell_id, cell_version } of parties)
      expect(cells.has(`${cell_id} ${cell_version}`)).toBe(true)
    expect(parties.some(({ cell_version }) => cell_version === '1')).toBe(true)
  })
})
