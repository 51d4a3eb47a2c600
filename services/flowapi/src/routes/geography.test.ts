import { beforeEach, describe, expect, test } from 'vitest'
import { canonical } from '../testing/queries.ts'
import { failure, type Script, success } from '../testing/scripted-machine.ts'
import { useWorld } from '../testing/world.ts'

const PLACES = `SELECT 'Feature' AS type, 1 AS id, NULL::jsonb AS geometry, '{"pcod":"a"}'::jsonb AS properties`
const ID = '0123456789abcdef0123456789abcdef'
const answers: Script = () =>
  success({ query_id: ID, query_state: 'completed', sql: PLACES, run: 7, grant: 1 })
const world = useWorld(answers)
beforeEach(() => {
  world.machine.script = answers
  world.machine.requests.length = 0
})

describe('geography', () => {
  const SCOPES = ['get_result', 'admin3:geography:geography']

  test('is the places of a unit as a file of features', async () => {
    const answer = await world.gateway.call('/api/0/geography/admin3', SCOPES)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/geo+json')
    expect(answer.headers.get('content-disposition')).toBe('attachment;filename=admin3.geojson')
    expect(await answer.json()).toEqual({
      type: 'FeatureCollection',
      features: [{ type: 'Feature', id: 1, geometry: null, properties: { pcod: 'a' } }],
    })
    expect(world.machine.asked('get_geography')).toMatchObject([
      { params: { aggregation_unit: 'admin3' }, identity: { subject: 'test' } },
    ])
  })

  test.each([...SCOPES, 'another unit'])('needs %s', async missing => {
    const unit = missing === 'another unit' ? 'admin2' : 'admin3'
    const answer = await world.gateway.call(
      `/api/0/geography/${unit}`,
      SCOPES.filter(scope => scope !== missing),
    )
    expect(answer.status).toBe(403)
    expect(world.machine.asked('get_geography')).toEqual([])
  })

  test('is not of units that do not exist', async () => {
    const answer = await world.gateway.call('/api/0/geography/parish', SCOPES)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      status: 'Error',
      payload: { validation_error_messages: { aggregation_unit: [expect.stringContaining('admin3')] } },
    })
  })

  test('fails as FlowMachine does', async () => {
    world.machine.script = () => failure('The geography is not ready yet. Ask again in a while.')
    const answer = await world.gateway.call('/api/0/geography/admin3', SCOPES)
    expect(answer.status).toBe(500)
    expect(await answer.json()).toMatchObject({ status: 'Error', msg: expect.stringContaining('not ready') })
  })

  describe('is not sent again to who holds it', () => {
    const held = `W/"${ID}.7.geojson"`
    const release = { threshold: null, rows_released: 1, cells_left_out: null }
    const told = {
      query_id: ID,
      query_kind: 'geography',
      parameters: {},
      aggregation_unit: 'admin3',
      columns: [],
      time_zone: 'UTC',
      computed_at: '2016-01-01T00:00:00Z',
      data_versions: {},
      sources: [],
      release,
    }
    let run = 7
    let up_to_date = true
    const script: Script = request => {
      const { action, params } = request
      if (action === 'get_query_params')
        return success({
          query_id: params?.query_id,
          query_params: canonical({
            query_kind: 'geography',
            aggregation_unit: params?.query_id === ID ? 'admin3' : 'admin2',
          }),
        })
      if (action === 'get_query_metadata') return success({ run, metadata: { ...told, up_to_date } })
      return answers(request)
    }
    beforeEach(() => {
      world.machine.script = script
      run = 7
      up_to_date = true
    })
    const get = (tag: string, scopes: readonly string[] = SCOPES) =>
      world.gateway.call('/api/0/geography/admin3', scopes, { headers: { 'if-none-match': tag } })

    test('and the ledger stays as it is', async () => {
      const first = await world.gateway.call('/api/0/geography/admin3', SCOPES)
      expect(first.headers.get('etag')).toBe(held)
      world.machine.requests.length = 0
      const again = await get(`"other", ${held}`)
      expect(again.status).toBe(304)
      expect(again.headers.get('etag')).toBe(held)
      expect(world.machine.asked('get_geography')).toEqual([])
    })

    test('but it is when boundaries have changed', async () => {
      up_to_date = false
      expect((await get(held)).status).toBe(200)
      up_to_date = true
      run = 8
      expect((await get(held)).status).toBe(200)
    })

    test('but it is when the tag is of another unit', async () => {
      expect((await get(held.replaceAll('0123', '3210'))).status).toBe(200)
      expect(world.machine.asked('get_query_metadata')).toEqual([])
    })

    test('nor is anything told without the scopes', async () => {
      expect((await get(held, ['get_result'])).status).toBe(403)
    })
  })
})
