import { beforeEach, describe, expect, test } from 'vitest'
import { failure, type Script, success } from '../testing/scripted-machine.ts'
import { useWorld } from '../testing/world.ts'

const PLACES = `SELECT 'Feature' AS type, 1 AS id, NULL::jsonb AS geometry, '{"pcod":"a"}'::jsonb AS properties`
const answers: Script = () => success({ query_id: 'abc', query_state: 'completed', sql: PLACES, grant: 1 })
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
})
