import { spawnSync } from 'node:child_process'

/** An engine that is being installed, or an image that is being fetched, takes minutes. */
const PATIENCE_MS = 600_000

/**
 * Why no container can be started on this machine; `undefined` when an engine answers.
 *
 * @param setup A shell command that starts an engine, or finds it running.
 */
export function engineObstacle(setup: string | undefined): string | undefined {
  if (setup !== undefined) {
    const { status, stderr } = run('sh', ['-c', setup])
    if (status !== 0) return `the command in CONTAINER_ENGINE_SETUP failed: ${lastLine(stderr)}`
  }
  return run('docker', ['info']).status === 0 ? undefined : 'no Docker engine answers'
}

/** Why containers of an image cannot be started; `undefined` when it is here, or could be fetched. */
export function imageObstacle(image: string): string | undefined {
  if (run('docker', ['image', 'inspect', image]).status === 0) return undefined
  return run('docker', ['pull', image]).status === 0
    ? undefined
    : `the image ${image} is not here and cannot be pulled`
}

function run(command: string, args: readonly string[]) {
  return spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: PATIENCE_MS,
    encoding: 'utf8',
  })
}

function lastLine(said: string): string {
  return said.trimEnd().split('\n').at(-1) ?? ''
}
