import { containerSettings, engineObstacle, imageObstacle } from '@flowkit/local-stack'
import type { TestProject } from 'vitest/node'
import { compose, newStack, removeStack, type Stack } from './stack.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The stack that the tests of containers share; undefined where none can be started. */
    stack: Stack | undefined
    redisImage: string
  }
}

/** What the Dockerfile starts from. */
const BASE_IMAGES = ['node:24-bookworm-slim', 'postgres:15-bookworm']

/** So short that it can be guessed, as in the README. */
export const JWT_SECRET_KEY = 'guessable'

/**
 * Builds all images, and brings up the stack that the tests share.
 *
 * @returns what vitest calls when the run is over.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { engineSetup, redisImage } = containerSettings()
  project.provide('redisImage', redisImage)
  const obstacle = engineObstacle(engineSetup) ?? firstObstacle([...BASE_IMAGES, redisImage])
  if (obstacle) {
    console.warn(`The tests of containers are skipped: ${obstacle}.`)
    project.provide('stack', undefined)
    return async () => {}
  }
  const stack = await newStack()
  project.provide('stack', stack)
  try {
    await compose(stack, ['build'])
    for (const addition of ['empty', 'syntheticdata'] as const)
      await compose(stack, ['build', 'flowdb'], { additions: [addition] })
    await compose(stack, ['up', '--detach'], { env: { JWT_SECRET_KEY } })
  } catch (error) {
    await removeStack(stack)
    throw error
  }
  return () => removeStack(stack)
}

function firstObstacle(images: readonly string[]): string | undefined {
  for (const image of images) {
    const obstacle = imageObstacle(image)
    if (obstacle) return obstacle
  }
  return undefined
}
