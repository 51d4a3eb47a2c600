import { expect, test } from 'vitest'
import { addressOf } from './address.ts'

const HERE = new URL('http://localhost:9091')
const ELSEWHERE = new URL('https://flowauth.example.org')
const document = (origin: string) => `${origin}/api/0/spec/openapi.json`

test.each([
  [
    'where the document says',
    'https://api.example.org',
    document('http://flowapi:9090'),
    ELSEWHERE,
    'https://api.example.org',
  ],
  [
    'where an uploaded document says',
    'https://api.example.org/flowkit',
    null,
    ELSEWHERE,
    'https://api.example.org/flowkit',
  ],
  [
    'on localhost, beside FlowAuth',
    'http://localhost:9090',
    document('http://flowapi:9090'),
    HERE,
    'http://localhost:9090',
  ],
  [
    'where the document is, if it says localhost',
    'http://localhost:9090',
    document('https://api.example.org'),
    ELSEWHERE,
    'https://api.example.org',
  ],
  [
    'where the document is, if it does not say',
    null,
    document('https://api.example.org/flowkit'),
    ELSEWHERE,
    'https://api.example.org/flowkit',
  ],
  [
    'not known where the document has another address',
    null,
    'https://example.org/flowapi.json',
    ELSEWHERE,
    null,
  ],
  ['not known where it has none', null, null, ELSEWHERE, null],
])('a server is %s', (_where, public_url, description_url, flowauth, address) => {
  expect(addressOf({ public_url, description_url }, flowauth)).toBe(address)
})
