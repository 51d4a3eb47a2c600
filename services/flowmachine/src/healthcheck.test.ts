import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { Reply } from 'zeromq'

const PROGRAM = fileURLToPath(new URL('../dist/healthcheck.js', import.meta.url))

/** A server that gives one answer to a ping; its port. */
async function answering(reply: object): Promise<string> {
  const socket = new Reply({ linger: 0 })
  onTestFinished(() => socket.close())
  await socket.bind('tcp://127.0.0.1:*')
  const answered = socket.receive().then(async ([message]) => {
    const { action } = JSON.parse(String(message))
    await socket.send(JSON.stringify(action === 'ping' ? reply : { status: 'error' }))
  })
  answered.catch(() => {}) // The test is over.
  return new URL(socket.lastEndpoint ?? '').port
}

/** What the health check comes to, and what it says. */
function check(port: string): Promise<{ code: number | string | null | undefined; said: string }> {
  return new Promise(resolve => {
    execFile(process.execPath, [PROGRAM], { env: { FLOWMACHINE_PORT: port } }, (error, _, said) =>
      resolve({ code: error ? error.code : 0, said: said.trim() }),
    )
  })
}

test('a FlowMachine that answers a ping is well', async () => {
  expect(await check(await answering({ status: 'success', msg: 'pong', payload: {} }))).toEqual({
    code: 0,
    said: '',
  })
})

test('one that answers with an error is not, and it is said what it answered', async () => {
  const { code, said } = await check(await answering({ status: 'error', msg: 'busy', payload: {} }))
  expect(code).toBe(1)
  expect(said).toContain('busy')
})
