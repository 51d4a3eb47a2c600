import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '@flowkit/local-stack'
import { REPOSITORY, run } from './docker.ts'
import { TAG } from './stack.ts'

/** The name that the README gives the stack. */
export const STACK = 'secrets_test'

/** The services of docker-stack.yml that go on. */
export const SWARM_SERVICES = ['flowdb', 'redis', 'flowmachine', 'flowapi'] as const
export type SwarmService = (typeof SWARM_SERVICES)[number]

/** Why the tests of swarms cannot run here, as the end of a sentence; undefined where they can. */
export async function swarmObstacle(): Promise<string | undefined> {
  return (await isInSwarm()) ? 'this engine is in a swarm already, whose secrets they would meet' : undefined
}

/** A file that clients trust, as `make certificates` makes it. */
export const CLIENT_CERTIFICATE = join(REPOSITORY, 'integration_tests', 'client_cert.pem')

/** FlowKit in a swarm of one node. */
export interface Swarm {
  /** FlowAPI's address without the scheme. */
  readonly authority: string
  readonly flowAuthAuthority: string
  /** The path of a file that a stack needs on an engine whose kernel has no IPVS, holding nothing else. */
  readonly addition: string
  /** Runs a line of the README as somebody would type it in `secrets_quickstart`. */
  type(line: string): Promise<string>
  /** Removes the stack with its data, and leaves the swarm, which takes the secrets along. */
  remove(): Promise<void>
}

async function isInSwarm(): Promise<boolean> {
  const state = await run(['docker'], ['info', '--format', '{{.Swarm.LocalNodeState}}'])
  return state.trim() !== 'inactive'
}

/** Chooses ports, without starting anything; of FlowAuth too, where that is wanted. */
export async function newSwarm(redisImage: string, { flowAuth = false } = {}): Promise<Swarm> {
  const [port, flowAuthPort] = [await freePort(), await freePort()]
  const folder = await mkdtemp(join(tmpdir(), 'flowkit-swarm-'))
  const addition = join(folder, 'addition.yml')
  await writeFile(addition, withoutIpvs(port, flowAuth ? flowAuthPort : undefined))
  const env = {
    CONTAINER_TAG: TAG,
    FLOWAPI_PORT: String(port),
    FLOWAUTH_PORT: String(flowAuthPort),
    REDIS_IMAGE: redisImage,
  }
  return {
    authority: `localhost:${port}`,
    flowAuthAuthority: `localhost:${flowAuthPort}`,
    addition,
    type: line => {
      const command = line.replace('-c docker-stack.yml', `$& -c ${addition}`)
      return run(['sh'], ['-ec', command], { cwd: join(REPOSITORY, 'secrets_quickstart'), env })
    },
    remove: async () => {
      await rm(folder, { recursive: true })
      if (!(await isInSwarm())) return
      await run(['docker'], ['stack', 'rm', STACK])
      await gone(['ps', '--all', '--quiet', '--filter'])
      await run(['docker'], ['swarm', 'leave', '--force'])
      const volumes = await found(['volume', 'ls', '--quiet', '--filter'])
      if (volumes.length > 0) await run(['docker'], ['volume', 'rm', ...volumes])
    },
  }
}

/** What an engine needs whose kernel has no IPVS: no virtual addresses, and ports of the machine itself. */
function withoutIpvs(port: number, flowAuthPort?: number): string {
  const service = (name: string, target?: number, published?: number) =>
    [
      `  ${name}:\n    deploy: { endpoint_mode: dnsrr }\n`,
      ...(target ? [`    ports: [{ target: ${target}, published: ${published}, mode: host }]\n`] : []),
    ].join('')
  const services = [
    ...['secrets', 'curve_keys', 'flowdb', 'redis', 'flowmachine'].map(name => service(name)),
    service('flowapi', 9090, port),
    ...(flowAuthPort
      ? [service('flowauth'), service('flowauth_db'), service('flowauth_tls', 9091, flowAuthPort)]
      : []),
  ]
  return `version: "3.9"\nservices:\n${services.join('')}`
}

/** What the engine has that belongs to the stack. */
async function found(list: readonly string[]): Promise<string[]> {
  const text = await run(['docker'], [...list, `label=com.docker.stack.namespace=${STACK}`])
  return text.split('\n').filter(line => line !== '')
}

async function gone(list: readonly string[]): Promise<void> {
  while ((await found(list)).length > 0) await sleep(250)
}

/** Removes all containers of the stack, and the volumes with its data. */
export async function loseData(): Promise<void> {
  await run(['docker'], ['stack', 'rm', STACK])
  await gone(['ps', '--all', '--quiet', '--filter'])
  await run(['docker'], ['volume', 'rm', ...(await found(['volume', 'ls', '--quiet', '--filter']))])
}

/**
 * The blocks of commands of a section of the administrators' guide, for this stack.
 *
 * @param heading The section's, without its mark.
 */
export function commandsOfGuide(heading: string): string[] {
  const guide = readFileSync(join(REPOSITORY, 'docs', 'administrator.md'), 'utf8')
  const [, section = ''] = guide.split(`\n## ${heading}\n`)
  const [text = ''] = section.split('\n## ')
  return [...text.matchAll(/^```sh\n([^`]*)^```$/gm)].map(([, block = '']) =>
    block.replaceAll(/(?<=[= ])flowkit_/g, `${STACK}_`),
  )
}

/** The full name of a service. */
export const nameOf = (service: SwarmService | 'flowauth_db'): string => `${STACK}_${service}`

/** The id of the container that runs a service now. */
export async function swarmContainer(service: SwarmService | 'flowauth_db'): Promise<string> {
  const label = `label=com.docker.swarm.service.name=${nameOf(service)}`
  const [id] = (await run(['docker'], ['ps', '--quiet', '--no-trunc', '--filter', label])).split('\n')
  if (!id) throw new Error(`No container runs ${service}`)
  return id
}

/** A token with every scope, or with those of a role. */
export async function tokenFrom(options: readonly string[] = []): Promise<string> {
  const token = await run(['docker'], ['exec', await swarmContainer('flowapi'), 'flowkit-token', ...options])
  return token.trim()
}

/** Whether FlowAPI, and all that it needs, answers by HTTPS. */
export async function isReady({ authority }: Swarm): Promise<boolean> {
  const answer = await fetch(`https://${authority}/readyz`).catch(() => undefined)
  return answer?.ok ?? false
}

/** The commands of the README's block about swarms. */
export function swarmLinesOfReadme(): string[] {
  const readme = readFileSync(join(REPOSITORY, 'README.md'), 'utf8')
  const blocks = [...readme.matchAll(/^```sh\n([^`]*)^```$/gm)].map(([, text = '']) => text)
  const block = blocks.find(text => text.includes('docker swarm init')) ?? ''
  return block.split('\n').filter(line => line !== '' && line !== 'cd secrets_quickstart')
}
