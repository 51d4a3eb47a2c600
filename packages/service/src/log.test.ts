import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createLogger, type Logger } from './log.ts'

/** What a logger writes while `act` uses it, parsed. */
function logged(level: string, act: (log: Logger) => void): Record<string, unknown>[] {
  let text = ''
  const destination = new Writable({
    write(chunk, _encoding, done) {
      text += chunk
      done()
    },
  })
  act(createLogger('flowapi', level, destination))
  return text.split('\n').flatMap(line => (line ? [JSON.parse(line)] : []))
}

test('a line is a JSON object with the logger, the level as a word, an ISO time and the event', () => {
  const [line] = logged('info', log => log.warn({ query_id: 'abc' }, 'something happened'))
  expect(line).toEqual({
    logger: 'flowapi',
    level: 'warn',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    event: 'something happened',
    query_id: 'abc',
  })
})

test('what is below the level is not written', () => {
  const lines = logged('warn', log => {
    log.info('quiet')
    log.error('loud')
  })
  expect(lines.map(({ event }) => event)).toEqual(['loud'])
})

test('an error keeps its message, its stack and its cause', () => {
  const error = new Error('outer', { cause: new Error('inner') })
  const [line] = logged('info', log => log.error({ err: error }, 'failed'))
  expect(line?.err).toMatchObject({ message: expect.stringContaining('outer') })
  expect(JSON.stringify(line?.err)).toContain('inner')
})

test.each<[where: string, fields: object]>([
  ['at the top', { token: 'hunter2', password: 'hunter2', secret: 'hunter2', authorization: 'hunter2' }],
  ['one object deep', { database: { user: 'flowapi', password: 'hunter2' } }],
  ['two objects deep', { request: { headers: { authorization: 'Bearer hunter2' } } }],
  ['in a list', { requests: [{ path: '/' }, { path: '/', token: 'hunter2' }] }],
  ["in an error that is no line's own", { lost: Object.assign(new Error('gone'), { token: 'hunter2' }) }],
  ['three objects deep', { err: { request: { headers: { authorization: 'Bearer hunter2' } } } }],
])('a credential %s is never written', (_where, fields) => {
  const lines = logged('info', log => {
    log.info(fields, 'as fields of a line')
    log.child(fields).info('as fields of a child')
  })
  expect(lines).toHaveLength(2)
  expect(JSON.stringify(lines)).not.toContain('hunter2')
})

test('a list without its credentials is a list', () => {
  const [line] = logged('info', log => log.info({ requests: [{ path: '/', token: 'hunter2' }, 'text'] }))
  expect(line?.requests).toEqual([{ path: '/' }, 'text'])
})
