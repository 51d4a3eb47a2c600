import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fetchDocument } from './fetch-document.ts'

let server: Server
let url: string
beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/half') response.write('{"half":')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

test.each(['/silent', '/half'])('a server that keeps one waiting is given up: %s', async path => {
  await expect(fetchDocument(`${url}${path}`, 100)).rejects.toMatchObject({
    code: 'description_unreachable',
    payload: { reason: 'took_too_long' },
  })
})
