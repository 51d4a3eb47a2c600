import { signRevocationList } from '@flowkit/tokens'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GATEWAY_KEY, startGateway, type TestGateway } from '../testing/gateway.ts'
import { type Script, success } from '../testing/scripted-machine.ts'
import { useWorld } from '../testing/world.ts'

const answers: Script = () => success({ calls: ['2016-01-01'] })
const world = useWorld(answers)
let gateway: TestGateway
beforeAll(async () => {
  const machines = [world.machine.address]
  const revocation = { failOpen: false, graceSeconds: 300 }
  gateway = await startGateway({ machines, database: world.database.reader, revocation })
})
afterAll(() => gateway.close())

const now = Math.floor(Date.now() / 1_000)
const take = (number: number, revoked: readonly string[], nextAt = now + 60) =>
  gateway.revocations?.take(signRevocationList({ number, signedAt: now, nextAt, revoked }, GATEWAY_KEY))

test('a gateway that does not know which tokens are revoked refuses all, is not ready, and says why', async () => {
  const answer = await gateway.call('/api/0/available_dates', ['get_available_dates'])
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10'])
  expect(await answer.json()).toMatchObject({ code: 'revocations_unknown' })
  const readiness = await fetch(`${gateway.url}/readyz`)
  expect(readiness.status).toBe(503)
  expect(await readiness.json()).toMatchObject({ payload: { missing: ['revocation_list'] } })
})

test('a token that was good a moment ago is refused once it has been revoked', async () => {
  take(1, [])
  const authorization = `Bearer ${gateway.token({ analyst: ['get_available_dates'] }, { jti: 'stolen' })}`
  const call = () => fetch(`${gateway.url}/api/0/available_dates`, { headers: { authorization } })
  expect((await call()).status).toBe(200)
  take(2, ['stolen'])
  const answer = await call()
  expect(answer.status).toBe(401)
  expect(await answer.json()).toEqual({
    status: 'Error',
    code: 'token_revoked',
    msg: 'Token has been revoked',
  })
  expect((await gateway.call('/api/0/available_dates', ['get_available_dates'])).status).toBe(200)
})

test('the description of the API says whether tokens can be revoked', async () => {
  const said = async (url: string) => {
    const document = await (await fetch(`${url}/api/0/spec/openapi.json`)).text()
    return /"x-token-revocation": ?(\w+)/.exec(document)?.[1]
  }
  expect([await said(gateway.url), await said(world.gateway.url)]).toEqual(['true', undefined])
})
