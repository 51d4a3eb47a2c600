import { validate } from '@readme/openapi-parser'
import fastify from 'fastify'
import { beforeAll, describe, expect, test } from 'vitest'
import { allRoutes } from '../routes/index.ts'
import type { Services } from '../routes/services.ts'
import { useFlowAuth } from '../testing/flowauth.ts'
import { SUMMARIES } from './summaries.ts'

const flowauth = useFlowAuth()

/** Every route, as the list of routes has it: a new one is looked for without being named here. */
const known: string[] = ['GET /api/openapi.json']
const catalogue = fastify()
catalogue.addHook('onRoute', ({ method, url }) => {
  for (const each of [method].flat()) if (each !== 'HEAD') known.push(`${each} ${url}`)
})
for (const route of allRoutes) await catalogue.register(route, {} as Services)

interface Operation {
  readonly summary: string
  readonly security: readonly object[]
  readonly parameters: readonly { readonly name: string; readonly in: string }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> }
}
let document: { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> }
beforeAll(async () => {
  const answer = await fetch(`${flowauth.url}/api/openapi.json`)
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
  document = JSON.parse(await answer.text())
})

describe('the description of the API', () => {
  test('is valid OpenAPI', async () => {
    const copy = structuredClone(document)
    expect(await validate(copy as never)).toMatchObject({ valid: true })
  })

  test('has every route, says what it does, and no other', () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(method => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    )
    expect(described.sort()).toEqual(known.toSorted())
    expect(Object.keys(SUMMARIES).sort()).toEqual(known.toSorted())
    for (const operation of Object.values(document.paths).flatMap(methods => Object.values(methods)))
      expect(operation.summary).toMatch(/^.+\.$/)
  })

  test('says who may ask, and what a request has to have', () => {
    const { paths } = document
    const users = paths['/api/admin/users']
    expect(users?.post).toMatchObject({
      security: [{ session: [] }],
      parameters: [{ name: 'x-flowauth-page', in: 'header', required: true }],
      requestBody: {
        content: {
          'application/json': {
            schema: { required: expect.arrayContaining(['username', 'is_admin', 'role_ids']) },
          },
        },
      },
    })
    expect(users?.get?.parameters).toEqual([])
    expect(paths['/api/device/token']?.post?.security).toEqual([])
    const form = paths['/api/device/authorization']?.post?.requestBody?.content
    expect(Object.keys(form ?? {})).toEqual(['application/x-www-form-urlencoded'])
    expect(paths['/api/admin/audit']?.get?.parameters.map(({ name }) => name)).toContain('event')
  })
})
