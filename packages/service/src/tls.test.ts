import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeServerCertificate, type PrivatePostgres, startPostgres } from '@flowkit/local-stack'
import type {} from '@flowkit/local-stack/vitest'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { z } from 'zod'
import { loadConfig } from './config.ts'
import { createLogger } from './log.ts'
import { createPool, type DatabaseAddress } from './postgres.ts'
import { authorityPath } from './tls.ts'

const log = createLogger('test', 'silent')
const own = makeServerCertificate(['postgres'])
const another = makeServerCertificate(['postgres'])
const misnamed = makeServerCertificate(['postgres'], 'DNS:elsewhere.example')
const certificates = [own, another, misnamed]
let server: PrivatePostgres
beforeAll(async () => {
  server = await startPostgres({
    settings: { ssl: 'on', ssl_cert_file: own.certificate, ssl_key_file: own.key },
  })
})
afterAll(async () => {
  await server.stop()
  for (const each of certificates) each.remove()
})

/** Whether a new connection is encrypted, by what the server says. */
async function isEncrypted(address: DatabaseAddress): Promise<boolean> {
  const pool = createPool(address, 'encryption', 1, log)
  try {
    const { rows } = await pool.query('SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()')
    return rows[0]?.ssl
  } finally {
    await pool.end()
  }
}

/** Lets the server show another certificate, from its next connection on. */
async function show(certificate: typeof own): Promise<void> {
  copyFileSync(certificate.certificate, own.certificate)
  copyFileSync(certificate.key, own.key)
  const pool = createPool(server, 'reload', 1, log)
  await pool.query('SELECT pg_reload_conf()')
  await pool.end()
}

describe('with an authority for the database', () => {
  test('connections are encrypted', async () => {
    expect(await isEncrypted({ ...server, caPath: own.certificate })).toBe(true)
    expect(await isEncrypted(server)).toBe(false)
  })

  test('a server that another authority vouches for is refused', async () => {
    await expect(isEncrypted({ ...server, caPath: another.certificate })).rejects.toThrow(/self-signed/)
  })

  test('a server without encryption is refused', async () => {
    const plain = inject('flowkit').postgres
    await expect(isEncrypted({ ...plain, caPath: own.certificate })).rejects.toThrow(/does not support SSL/)
  })

  test('a pool follows a server that gets another certificate, and a certificate for another name is refused', async () => {
    const trusted = join(own.certificate, '..', 'trusted.pem')
    copyFileSync(own.certificate, trusted)
    const pool = createPool({ ...server, caPath: trusted }, 'following', 1, log)
    const ask = () => pool.query('SELECT pg_terminate_backend(pg_backend_pid())').catch(() => undefined)
    await ask()
    await show(another)
    await vi.waitFor(() => expect(pool.query('SELECT 1')).rejects.toThrow(/self-signed/))
    copyFileSync(another.certificate, trusted)
    await vi.waitFor(async () => expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]))
    await ask()
    await show(misnamed)
    copyFileSync(misnamed.certificate, trusted)
    await vi.waitFor(() => expect(pool.query('SELECT 1')).rejects.toThrow(/does not match certificate/))
    await pool.end()
  })
})

describe('the setting', () => {
  const read = (FLOWDB_CA_PATH: string) =>
    loadConfig(z.object({ FLOWDB_CA_PATH: authorityPath('FlowDB') }), {
      env: { FLOWDB_CA_PATH },
      secretsDir: '/nonexistent',
    }).FLOWDB_CA_PATH

  test('is the path of a certificate', () => {
    expect(read(own.certificate)).toBe(own.certificate)
  })

  test('is refused where there is none', () => {
    const text = join(own.certificate, '..', 'text.pem')
    writeFileSync(text, 'no certificate')
    for (const path of [text, '/nonexistent.pem', own.key])
      expect(() => read(path)).toThrow('FLOWDB_CA_PATH: must be a file of certificates in PEM')
  })
})
