import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { bodyOf, gateway, rowsOf } from '../harness/gateway.ts'
import { type OwnSystem, startOwnSystem } from '../harness/own-system.ts'
import { programFile, runCommand } from '../harness/programs.ts'
import { uniqueSubscriberCounts } from '../harness/questions.ts'
import { type RunningService, startFlowApi, startFlowMachine } from '../harness/services.ts'

/* FlowAPI and FlowMachine encrypt what they say, with keys that an administrator has made; or one of them has others. */

type Keys = Readonly<Record<string, string>>

let folder: string
let ours: Record<'flowapi' | 'flowmachine', Keys>
let others: typeof ours
let system: OwnSystem
const services: RunningService[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flowkit-curve-'))
  ours = await makeKeys('ours')
  others = await makeKeys('others')
  system = await startOwnSystem('encryption', {
    settings: ours.flowapi,
    machineEnv: () => ours.flowmachine,
  })
})
afterAll(async () => {
  for (const each of services) await each.stop()
  await system?.stop()
  await rm(folder, { recursive: true })
})

/** Makes keys with `flowmachine curve-keys`, and reads the secrets of each side. */
async function makeKeys(name: string): Promise<typeof ours> {
  const out = join(folder, name)
  await runCommand(process.execPath, [programFile('flowmachineCommand'), 'curve-keys', '--out', out], {})
  const side = async (service: string): Promise<Keys> => {
    const names = await readdir(join(out, service))
    const read = names.map(async file => [file, (await readFile(join(out, service, file), 'utf8')).trimEnd()])
    return Object.fromEntries(await Promise.all(read))
  }
  return { flowapi: await side('flowapi'), flowmachine: await side('flowmachine') }
}

/** Starts another FlowAPI, which need not find a FlowMachine that it can talk to. */
async function startGateway(name: string, machines: readonly string[], keys: Keys): Promise<RunningService> {
  const key = { algorithm: 'RS256', publicKey: inject('keys').publicKey } as const
  const api = await startFlowApi(name, system.address.flowdb, machines, key, keys, 'healthz')
  services.push(api)
  return api
}

/** A FlowAPI says that it can't ask, is not ready, and its log says what to look at. */
async function expectDistrust(service: RunningService): Promise<void> {
  const api = gateway(service.address, inject('token'))
  const refused = await api.run(uniqueSubscriberCounts())
  expect(refused.headers.get('retry-after')).toBe('5')
  expect(await bodyOf(refused, 503)).toMatchObject({ code: 'machine_unavailable' })
  expect(await bodyOf(await api.request('/readyz'), 503)).toMatchObject({
    payload: { missing: ['flowmachine'] },
  })
  await vi.waitFor(
    () => expect(service.log()).toContain('FlowMachine and this server do not trust each other'),
    { timeout: 20_000 },
  )
}

test('with keys of one making a question is answered, and FlowMachine says that it encrypts', async () => {
  expect((await rowsOf(system.api, uniqueSubscriberCounts())).length).toBeGreaterThan(0)
  expect(system.machines[0]?.log()).toMatch(/"encrypted":true.*listening/)
})

test.concurrent.each([
  ['the public key of another FlowMachine', () => ({ ...ours.flowapi, ...publicKeyOf(others) }), false],
  [
    'a key of its own that FlowMachine does not know',
    () => ({ ...others.flowapi, ...publicKeyOf(ours) }),
    true,
  ],
  ['no keys', () => ({}), false],
] as const)('a FlowAPI with %s says so in its log, and refuses its callers', async (what, keys, seen) => {
  const name = `encryption-${what.replaceAll(' ', '-')}`
  await expectDistrust(await startGateway(name, system.address.machines, keys()))
  // Where the handshake gets as far as showing the key, FlowMachine says whom it has turned away.
  if (seen) expect(system.machines[0]?.log()).toContain('its CURVE key is not known')
})

const publicKeyOf = ({ flowapi: { FLOWMACHINE_CURVE_PUBLIC_KEY = '' } }: typeof ours): Keys => ({
  FLOWMACHINE_CURVE_PUBLIC_KEY,
})

test.concurrent('a FlowAPI with keys gives nothing to a FlowMachine without', async () => {
  const plain = await startFlowMachine('encryption-plain', system.address.flowdb, system.redis)
  services.push(plain)
  await expectDistrust(await startGateway('encryption-alone', [plain.address], ours.flowapi))
})
