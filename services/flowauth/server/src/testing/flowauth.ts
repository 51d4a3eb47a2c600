import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger } from '@flowkit/service'
import { publicPem, rsaKey, type SigningKey } from '@flowkit/tokens'
import type pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { setOneTimePassword } from '../accounts/one-time-password.ts'
import { hashPassword } from '../accounts/password-hash.ts'
import { buildApp } from '../app.ts'
import { prepareDatabase } from '../database/prepare.ts'
import { prepareSigningKeys } from '../keys/signing-keys.ts'
import { TestBrowser } from './browser.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

/** What the built page of the tests says. */
export const TEST_PAGE = '<!doctype html><title>FlowAuth</title><style nonce="__CSP_NONCE__"></style>'
/** A password that no estimator finds weak. */
export const GOOD_PASSWORD = 'umbrella-Quartz-73-lagoon-Vexed'

/** A FlowAuth that listens, with a database of its own. */
export interface TestFlowAuth {
  readonly pool: pg.Pool
  readonly url: string
  /** What it has logged, parsed. */
  readonly logLines: Record<string, unknown>[]
  /** What tokens are signed with, unless FlowAuth keeps its keys. */
  readonly signingKey: SigningKey
  readonly publicKey: string
  /** Adds a user with {@link GOOD_PASSWORD}, who need not change it. */
  addUser(username: string, isAdmin?: boolean): Promise<string>
  /** Adds a user with a one-time password. */
  addNewcomer(username: string): Promise<string>
  browser(): TestBrowser
  /** A browser that somebody has just signed in with. */
  signIn(username: string, password?: string): Promise<TestBrowser>
  /** Makes all access tokens of a browser such as a refresh gives: not fresh. */
  refresh(browser: TestBrowser): Promise<void>
}

/** What differs between the FlowAuths of tests. */
interface TestSettings {
  readonly publicUrl?: string
  readonly adminsNeedSecondFactor?: boolean
  /** Has FlowAuth make its keys, instead of giving it one. */
  readonly keepsKeys?: boolean
}

/** A FlowAuth for the tests of one file, which lasts as long as they do. */
export function useFlowAuth(settings: TestSettings = {}): TestFlowAuth {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const signingKey = rsaKey(() => privateKey)
  const logLines: Record<string, unknown>[] = []
  let started: { database: TestDatabase; url: string; close(): Promise<void> } | undefined
  beforeAll(async () => {
    started = await start(signingKey, settings, logLines)
  })
  afterAll(() => started?.close())
  const running = () => {
    if (!started) throw new Error('FlowAuth starts with the first test')
    return started
  }
  const flowauth: TestFlowAuth = {
    logLines,
    signingKey,
    publicKey: publicPem(signingKey) ?? '',
    get pool() {
      return running().database.pool
    },
    get url() {
      return running().url
    },
    addUser: async (username, isAdmin = false) => {
      const id = await addUser(flowauth.pool, username, isAdmin)
      await flowauth.pool.query('INSERT INTO passwords (user_id, hash) VALUES ($1, $2)', [
        id,
        await hashPassword(GOOD_PASSWORD),
      ])
      return id
    },
    addNewcomer: async username =>
      (await setOneTimePassword(flowauth.pool, await addUser(flowauth.pool, username, false))).password,
    browser: () => new TestBrowser(flowauth.url),
    signIn: async (username, password = GOOD_PASSWORD) => {
      const browser = flowauth.browser()
      const answer = await browser.post('/api/session', { username, password })
      if (answer.status !== 200)
        throw new Error(`${username} was not signed in: ${JSON.stringify(answer.body)}`)
      return browser
    },
    refresh: async browser => {
      const { status } = await browser.post('/api/session/refresh')
      if (status !== 200) throw new Error(`The session was not continued: ${status}`)
    },
  }
  return flowauth
}

async function addUser(pool: pg.Pool, username: string, isAdmin: boolean): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    'INSERT INTO users (username, is_admin) VALUES ($1, $2) RETURNING id',
    [username, isAdmin],
  )
  return rows[0]?.id ?? ''
}

async function start(
  signingKey: SigningKey,
  { publicUrl = 'http://localhost:9091', adminsNeedSecondFactor = false, keepsKeys = false }: TestSettings,
  logLines: Record<string, unknown>[],
) {
  const site = mkdtempSync(join(tmpdir(), 'flowauth-site-'))
  mkdirSync(join(site, 'assets'))
  writeFileSync(join(site, 'index.html'), TEST_PAGE)
  writeFileSync(join(site, 'assets', 'app-1.js'), 'export {}')
  const database = await createTestDatabase()
  const encryptionKeys = { current: randomBytes(32), former: [] }
  const given = keepsKeys ? undefined : signingKey
  await prepareDatabase(database.pool, client => prepareSigningKeys(client, given, encryptionKeys))
  const app = await buildApp({
    pool: database.pool,
    signingKey: given,
    secret: 'a secret that only the tests know, long enough',
    encryptionKeys,
    twoFactor: { issuer: 'FlowAuth', requiredForAdmins: adminsNeedSecondFactor, passkeyDomain: 'localhost' },
    publicUrl: new URL(publicUrl),
    trustedProxies: ['127.0.0.1'],
    site,
    log: createLogger('flowauth', 'info', { write: line => logLines.push(JSON.parse(line)) }),
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    database,
    url,
    close: async () => {
      app.server.closeAllConnections()
      await app.close()
      await database.drop()
      rmSync(site, { recursive: true })
    },
  }
}
