import { allScopes, parseQuery, querySchemas, resultMetadata } from '@flowkit/contract'
import { validate } from '@readme/openapi-parser'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { failure, success } from '../testing/scripted-machine.ts'
import { useWorld } from '../testing/world.ts'
import { METADATA_EXAMPLE, QUERY_EXAMPLES } from './examples.ts'

const world = useWorld(() => success({}))

describe('the OpenAPI document', () => {
  interface DocumentedOperation {
    readonly operationId: string
    readonly responses: Readonly<
      Record<string, { readonly content?: Readonly<Record<string, { readonly example?: unknown }>> }>
    >
  }

  /** As far as the tests look into it. */
  interface Document {
    readonly openapi: string
    readonly info: object
    readonly servers: unknown
    readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>
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

  test('has a scope for each published subset, as last known where FlowMachine does not answer', async () => {
    const scopes = async () =>
      JSON.stringify((await document()).components.securitySchemes).match(/subset:published:[a-z]+/g)
    world.machine.script = () => success({ subsets: ['travellers', 'senders'] })
    expect(await scopes()).toEqual(['subset:published:senders', 'subset:published:travellers'])
    world.machine.script = () => failure('Not now.')
    expect(await scopes()).toEqual(['subset:published:senders', 'subset:published:travellers'])
    world.machine.script = () => success({ subsets: [] })
    expect(await scopes()).toBeNull()
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
      'delete /api/0/poll/{query_id} query.cancel_query.delete',
      'get /api/0/available_dates query.get_available_dates.get',
      'get /api/0/events/{query_id} query.follow_query.get',
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

  test('is the same as YAML', async () => {
    const answer = await fetch(`${world.gateway.url}/api/0/spec/openapi.yaml`)
    expect(answer.headers.get('content-type')).toBe('application/yaml; charset=utf-8')
    expect(parse(await answer.text())).toEqual(await document())
  })

  test.each(Object.entries(QUERY_EXAMPLES))('has an example of %s that is a query', (kind, { value }) => {
    expect(value.query_kind).toBe(kind)
    expect(parseQuery(value)).toMatchObject({ ok: true })
  })

  test('has an example of metadata that could be some', () => {
    const example = resultMetadata.strict().parse(METADATA_EXAMPLE)
    expect(parseQuery(example.parameters)).toEqual({ ok: true, spec: example.parameters })
  })

  test('has an example of the body of every success in JSON', async () => {
    const bodies = Object.values((await document()).paths)
      .flatMap(methods => Object.values(methods))
      .map(({ operationId, responses }) => ({
        operationId,
        body:
          responses['200']?.content?.['application/json'] ?? responses['202']?.content?.['application/json'],
      }))
    expect(bodies.filter(({ body }) => body && body.example === undefined)).toEqual([])
  })
})

describe('the page to read it', () => {
  test('is served with its script, and may load nothing from elsewhere', async () => {
    const page = await fetch(`${world.gateway.url}/api/0/spec/redoc`)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/)
    const [, address] = /src="([^"]+)"/.exec(await page.text()) ?? []
    const script = await fetch(new URL(address ?? '', page.url))
    expect(script.status).toBe(200)
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect((await script.text()).length).toBeGreaterThan(1_000_000)
  })
})
