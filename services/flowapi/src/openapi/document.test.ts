import { allScopes, querySchemas } from '@flowkit/contract'
import { validate } from '@readme/openapi-parser'
import { describe, expect, test } from 'vitest'
import { success } from '../testing/scripted-machine.ts'
import { useWorld } from '../testing/world.ts'

const world = useWorld(() => success({}))

describe('the OpenAPI document', () => {
  /** As far as the tests look into it. */
  interface Document {
    readonly openapi: string
    readonly info: object
    readonly servers: unknown
    readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>
    readonly components: { readonly schemas: unknown; readonly securitySchemes: unknown }
  }

  async function document(): Promise<Document> {
    const answer = await fetch(`${world.gateway.url}/api/0/spec/openapi.json`)
    return (await answer.json()) as Document
  }

  test('is valid', async () => {
    const checked = await validate((await document()) as unknown as Parameters<typeof validate>[0])
    expect(checked).toMatchObject({ valid: true, warnings: [] })
  })

  test('describes the routes of FlowKit by its names, and this server', async () => {
    const { openapi, info, servers, paths } = await document()
    expect(openapi).toMatch(/^3\.0\./)
    expect(info).toMatchObject({ title: 'FlowAPI', version: expect.stringMatching(/^\d+\.\d+\.\d+/) })
    expect(servers).toEqual([{ url: 'https://flowkit.example.org' }])
    const ids = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => `${method} ${path} ${operationId}`),
    )
    expect(ids.sort()).toEqual([
      'get /api/0/available_dates query.get_available_dates.get',
      'get /api/0/geography/{aggregation_unit} geography.get_geography.get',
      'get /api/0/get/{query_id} query.get_query_result.get',
      'get /api/0/get/{query_id}.{filetype} query.get_query_result_file.get',
      'get /api/0/metadata/{query_id} query.get_query_metadata.get',
      'get /api/0/poll/{query_id} query.poll_query.get',
      'get /api/0/qa/ qa.list_qa_checks.get',
      'get /api/0/qa/{cdr_type}/{check_id} qa.get_qa_checks.get',
      'get /api/0/qa/{cdr_type}/{check_id}/{date} qa.get_qa_date_outcome.get',
      'post /api/0/run query.run_query.post',
    ])
  })

  test('tells token generators the scopes and the audience', async () => {
    const { components } = await document()
    expect(components.schemas).toEqual(querySchemas())
    expect(components.securitySchemes).toEqual({
      token: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        'x-security-scopes': allScopes(),
        'x-audience': 'TEST_SERVER',
      },
    })
  })
})
