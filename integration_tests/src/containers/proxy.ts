import { readFileSync } from 'node:fs'
import { chmod, copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '@flowkit/local-stack'
import { REPOSITORY, run } from './docker.ts'
import { CLIENT_CERTIFICATE, STACK } from './swarm.ts'

/** The image of the proxy. */
export const NGINX = 'nginx:stable'

/** A reverse proxy that runs. */
export interface Proxy {
  /** Its address without the scheme. */
  readonly authority: string
  stop(): Promise<void>
}

/** Starts nginx on the stack's network with the lines of the administrators' guide, and FlowAPI's certificate as its own. */
export async function startProxy(): Promise<Proxy> {
  const guide = readFileSync(join(REPOSITORY, 'docs', 'administrator.md'), 'utf8')
  const [, server = ''] = /^```nginx\n([^`]*)^```$/m.exec(guide) ?? []
  const folder = await mkdtemp(join(tmpdir(), 'flowkit-proxy-'))
  await chmod(folder, 0o755)
  await writeFile(join(folder, 'nginx.conf'), `events {}\nhttp {\n${server}}\n`)
  await copyFile(join(REPOSITORY, 'integration_tests', 'cert.pem'), join(folder, 'flowkit.pem'))
  await copyFile(CLIENT_CERTIFICATE, join(folder, 'client_cert.pem'))
  const port = await freePort()
  const mounts = ['nginx.conf', 'flowkit.pem', 'client_cert.pem'].flatMap(file => [
    '--volume',
    `${join(folder, file)}:/etc/nginx/${file}:ro`,
  ])
  const options = ['--detach', '--rm', '--network', `${STACK}_api`, '--publish', `127.0.0.1:${port}:443`]
  const command = ['nginx', '-c', '/etc/nginx/nginx.conf', '-g', 'daemon off;']
  const id = (await run(['docker'], ['run', ...options, ...mounts, NGINX, ...command])).trim()
  const authority = `localhost:${port}`
  while (!(await answers(authority))) await sleep(100)
  return {
    authority,
    stop: async () => {
      await run(['docker'], ['rm', '--force', id])
      await rm(folder, { recursive: true })
    },
  }
}

const answers = (authority: string) =>
  fetch(`https://${authority}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  )
