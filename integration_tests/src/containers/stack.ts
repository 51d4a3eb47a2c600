import { randomBytes } from 'node:crypto'
import { freePort } from '@flowkit/local-stack'
import { FLOWAPI_IDENTIFIER } from '../harness/tokens.ts'
import { dockerCompose, REPOSITORY, run } from './docker.ts'

/** The long-running services of docker-compose.yml. */
export const SERVICES = ['flowdb', 'redis', 'flowmachine', 'flowapi', 'flowauth_db', 'flowauth'] as const
export type Service = (typeof SERVICES)[number]

/** The tag of the images that the tests build. */
export const TAG = 'test'

/** Files that add to docker-compose.yml. */
export type Addition = 'empty' | 'syntheticdata' | 'dev'

/** FlowKit in containers, under names and ports that meet nobody else's; plain data, since it crosses processes. */
export interface Stack {
  /** What to run docker-compose with, beside the environment of the tests. */
  readonly env: Readonly<Record<string, string>>
  /** FlowAPI. */
  readonly url: string
  readonly flowAuthUrl: string
  readonly flowDbPort: number
}

/** Chooses names and ports for a stack, without starting anything. */
export async function newStack(): Promise<Stack> {
  const [flowApiPort, flowAuthPort, flowDbPort] = [await freePort(), await freePort(), await freePort()]
  return {
    env: {
      COMPOSE_PROJECT_NAME: `flowkit-test-${randomBytes(4).toString('hex')}`,
      CONTAINER_TAG: TAG,
      FLOWAPI_IDENTIFIER,
      FLOWAPI_PORT: String(flowApiPort),
      FLOWAUTH_PORT: String(flowAuthPort),
      FLOWDB_PORT: String(flowDbPort),
    },
    url: `http://localhost:${flowApiPort}`,
    flowAuthUrl: `http://localhost:${flowAuthPort}`,
    flowDbPort,
  }
}

/** How to run docker-compose on a stack. */
export interface ComposeOptions {
  readonly additions?: readonly Addition[]
  readonly env?: Readonly<Record<string, string>>
}

/** Runs docker-compose on a stack; see {@link run}. */
export function compose(
  { env }: Stack,
  args: readonly string[],
  { additions = [], env: more = {} }: ComposeOptions = {},
): Promise<string> {
  const files = ['docker-compose.yml', ...additions.map(name => `docker-compose-${name}.yml`)]
  return run(dockerCompose(), [...files.flatMap(file => ['--file', file]), ...args], {
    cwd: REPOSITORY,
    env: { ...env, ...more },
  })
}

/** Removes a stack with its data, whatever of it there is. */
export async function removeStack(stack: Stack): Promise<void> {
  await compose(stack, ['down', '--volumes', '--remove-orphans'], {
    additions: ['dev', 'empty', 'syntheticdata'],
  })
}

/** Runs a shell command in the container of a service. */
export async function inContainer(stack: Stack, service: Service, command: string): Promise<string> {
  return run(['docker'], ['exec', await containerOf(stack, service), 'sh', '-c', command])
}

/** The ids of the containers of a service, or of all; those that have ended too. */
export async function containers(stack: Stack, service?: Service | 'secrets'): Promise<string[]> {
  const labels = [
    `com.docker.compose.project=${stack.env.COMPOSE_PROJECT_NAME}`,
    ...(service ? [`com.docker.compose.service=${service}`] : []),
  ]
  const filters = labels.flatMap(label => ['--filter', `label=${label}`])
  return lines(await run(['docker'], ['ps', '--all', '--quiet', '--no-trunc', ...filters]))
}

/** The id of the one container of a service. */
export async function containerOf(stack: Stack, service: Service | 'secrets'): Promise<string> {
  const [id, ...others] = await containers(stack, service)
  if (!id || others.length > 0) throw new Error(`There is not one container of ${service}`)
  return id
}

/** All that the containers of a stack, or of one service, have logged. */
export async function logs(stack: Stack, service?: Service): Promise<string> {
  const ids = await containers(stack, service)
  const texts = await Promise.all(ids.map(id => run(['sh'], ['-c', `docker logs ${id} 2>&1`])))
  return texts.join('\n')
}

function lines(text: string): string[] {
  return text.split('\n').filter(line => line !== '')
}
