#!/usr/bin/env node
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Roles } from '@flowkit/contract'
import { privateKey, type SigningKey, sharedSecret, signToken } from '@flowkit/tokens'
import { Command, InvalidArgumentError } from 'commander'
import { writeKeyPair } from './minting/key-pair.ts'
import { seconds } from './minting/lifetime.ts'
import { addRole, universalRole } from './minting/roles.ts'
import { readTokenSettings, type TokenSettings } from './minting/settings.ts'

interface TokenOptions {
  readonly user: string
  readonly lifetime: number
  readonly audience?: string
  readonly role?: Roles
  readonly allScopes?: true
  readonly privateKey?: string
}

const program = new Command('flowkit-token')
  .description('Makes key pairs and access tokens for FlowAPI.')
  .showHelpAfterError()

program
  .command('token', { isDefault: true })
  .description('Print a token, signed with PRIVATE_JWT_SIGNING_KEY or JWT_SECRET_KEY.')
  .option('--user <name>', 'whom the token is for', 'analyst')
  .option(
    '--lifetime <duration>',
    'how long it is good, e.g. 90s, 15m, 24h, 7d',
    argument(seconds),
    seconds('24h'),
  )
  .option('--audience <id>', 'the FLOWAPI_IDENTIFIER of the server (default: that variable)')
  .option(
    '--role <name=scopes>',
    'a role with its scopes, separated by commas; repeatable',
    argument(addRole),
  )
  .option('--all-scopes', 'a role with every scope; so it is when no role is given')
  .option('--private-key <file>', 'the key to sign with, instead of the variables')
  .action((options: TokenOptions) => {
    process.stdout.write(`${makeToken(options, readTokenSettings())}\n`)
  })

program
  .command('keypair')
  .description('Write private_key.pem and public_key.pem (RSA).')
  .requiredOption('--out <folder>', 'where to')
  .action(async ({ out }: { out: string }) => {
    const files = await writeKeyPair(out)
    process.stdout.write(`${files.privateKey}\n${files.publicKey}\n`)
  })

function makeToken(options: TokenOptions, settings: TokenSettings): string {
  const audience = options.audience ?? settings.FLOWAPI_IDENTIFIER
  if (!audience) throw new Error('Say for which server the token is: --audience, or FLOWAPI_IDENTIFIER.')
  const everything = options.allScopes || !options.role ? universalRole() : {}
  const issuedAt = Math.floor(Date.now() / 1_000)
  const contents = {
    id: randomUUID(),
    user: options.user,
    audience,
    roles: { ...everything, ...options.role },
    issuedAt,
    expiresAt: issuedAt + options.lifetime,
  }
  return signToken(contents, signingKey(options, settings))
}

function signingKey({ privateKey: file }: TokenOptions, settings: TokenSettings): SigningKey {
  const { PRIVATE_JWT_SIGNING_KEY: pem, JWT_SECRET_KEY: secret } = settings
  if (file !== undefined) return named(file, () => privateKey(readFileSync(file, 'utf8')))
  if (pem && secret)
    throw new Error('Both PRIVATE_JWT_SIGNING_KEY and JWT_SECRET_KEY are set: set one of them.')
  if (pem) return named('PRIVATE_JWT_SIGNING_KEY', () => privateKey(pem))
  if (secret) return named('JWT_SECRET_KEY', () => sharedSecret(secret))
  throw new Error('Say what to sign with: --private-key, PRIVATE_JWT_SIGNING_KEY or JWT_SECRET_KEY.')
}

/** Says which key is meant when it cannot be used. */
function named(name: string, read: () => SigningKey): SigningKey {
  try {
    return read()
  } catch (cause) {
    throw new Error(`${name} ${cause instanceof Error ? cause.message : 'cannot be used'}`, { cause })
  }
}

/** Lets commander say which option is wrong. */
function argument<T>(parse: (text: string, previous?: T) => T) {
  return (text: string, previous?: T): T => {
    try {
      return parse(text, previous)
    } catch (error) {
      throw new InvalidArgumentError(error instanceof Error ? error.message : '')
    }
  }
}

program.parseAsync().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
