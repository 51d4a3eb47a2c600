import { expect, test } from 'vitest'
import { success } from '../../testing/scripted-machine.ts'
import { useWorld } from '../../testing/world.ts'

const checks = [{ cdr_type: 'calls', type_of_query_or_check: 'count_null_imeis' }]
const outcomes = ['1254', '<b>0</b>'].map((outcome, index) => ({
  cdr_date: `2016-01-0${index + 1}`,
  outcome,
  type_of_query_or_check: 'count_null_imeis',
}))
const world = useWorld(({ action, params }) => {
  if (action === 'list_qa_checks') return success({ available_qa_checks: checks })
  const { start_date = '', end_date = '' } = (params ?? {}) as Record<string, string>
  return success({
    qa_checks: outcomes.filter(({ cdr_date }) => cdr_date >= start_date && cdr_date <= end_date),
  })
})

const call = (path: string, scopes: readonly string[] = ['get_qa_checks']) =>
  world.gateway.call(`/api/0/qa/${path}`, scopes)

test('the checks are a bare list, at an address that ends with a slash', async () => {
  const answer = await call('')
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual(checks)
})

test('the outcomes of some days are a bare list', async () => {
  const answer = await call('calls/count_null_imeis?start_date=2016-01-01&end_date=2016-01-02')
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual(outcomes)
  expect(world.machine.asked('get_qa_checks').at(-1)?.params).toEqual({
    cdr_type: 'calls',
    check_type: 'count_null_imeis',
    start_date: '2016-01-01',
    end_date: '2016-01-02',
  })
})

test('the outcome of one day is a bare text, of FlowKit’s type', async () => {
  const answer = await call('calls/count_null_imeis/2016-01-01')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(await answer.text()).toBe('1254')
})

test('an outcome that looks like a page runs nothing in a browser', async () => {
  const answer = await call('calls/count_null_imeis/2016-01-02')
  expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
})

test.each([
  '?start_date=2016-01-01',
  '?end_date=2016-01-01',
  '?start_date=2016-02-30&end_date=2016-03-01',
  '?start_date=2016-01-01T00:00&end_date=2016-01-02',
  '?start_date=2016-01-01&start_date=2016-01-02&end_date=2016-01-03',
  '/yesterday',
  '/2016-13-01',
])('the days of %s cannot be read: 400', async days => {
  const answer = await call(`calls/count_null_imeis${days}`)
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ status: 'bad request', msg: expect.any(String) })
})

test.each(['?start_date=2015-01-01&end_date=2015-01-02', '/2015-01-01'])(
  'where there is nothing to tell about %s: 404',
  async days => {
    const answer = await call(`calls/count_null_imeis${days}`)
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({
      status: 'not found',
      msg: expect.stringContaining('2015-01-01'),
    })
  },
)

test('the scope get_qa_checks is needed for all of it, before anything is looked at', async () => {
  for (const path of ['', 'calls/x', 'calls/x/y']) {
    const answer = await call(path, ['run', 'get_result'])
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ payload: { missing_scopes: ['get_qa_checks'] } })
  }
})
