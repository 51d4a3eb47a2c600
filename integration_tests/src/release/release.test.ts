import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

/* The workflow of releases, which no test can run: what can be said of it by reading. */

interface Job {
  readonly needs?: string
  readonly permissions?: Readonly<Record<string, 'read' | 'write'>>
  readonly strategy?: { readonly matrix: { readonly image: readonly string[] } }
  readonly steps: readonly { readonly uses?: string }[]
}

const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8')
const text = read('.github/workflows/release.yml')
const workflow: { readonly permissions: object; readonly jobs: Readonly<Record<string, Job>> } = parse(text)
const jobs = Object.entries(workflow.jobs)

test('every action is named by its commit, and its version is said', () => {
  const named = text.split('\n').filter(line => /^ *(- )?uses:/.test(line))
  expect(named).toHaveLength(jobs.flatMap(([, { steps }]) => steps.filter(({ uses }) => uses)).length)
  for (const line of named) expect(line).toMatch(/uses: [\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
})

test('every image of the Dockerfile is built and published, and no stage that is none', () => {
  const stages = [...read('containers/Dockerfile').matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, name]) => name)
  const images = stages.filter(name => name !== 'build' && name !== 'runtime').sort()
  for (const name of ['build', 'images'])
    expect(workflow.jobs[name]?.strategy?.matrix.image.toSorted()).toEqual(images)
})

test('what may write runs after all that finds fault, and runs nothing of the sources but the package', () => {
  expect(workflow.permissions).toEqual({})
  const writing = jobs.filter(([, { permissions = {} }]) => Object.values(permissions).includes('write'))
  expect(writing.map(([name]) => name)).toEqual(['images', 'package'])
  expect(jobs.map(([name, { needs }]) => [name, needs])).toEqual([
    ['test', undefined],
    ['build', 'test'],
    ['images', 'build'],
    ['package', 'images'],
  ])
  expect(workflow.jobs.images?.permissions).not.toHaveProperty('contents')
})
