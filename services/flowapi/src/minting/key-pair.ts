import { generateKeyPair } from 'node:crypto'
import { mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const RSA_BITS = 4096

/** Where a key pair was written. */
export interface KeyPairFiles {
  readonly privateKey: string
  readonly publicKey: string
}

/**
 * Makes a key pair for tokens: `private_key.pem` (PKCS #1, for its owner alone) and `public_key.pem`
 * (SubjectPublicKeyInfo), in a folder that is made where there is none.
 *
 * @throws when there is a private key already: tokens that it signed would no longer be accepted.
 */
export async function writeKeyPair(folder: string): Promise<KeyPairFiles> {
  const files = { privateKey: join(folder, 'private_key.pem'), publicKey: join(folder, 'public_key.pem') }
  await mkdir(folder, { recursive: true })
  const privateFile = await open(files.privateKey, 'wx', 0o600)
  try {
    const pair = await promisify(generateKeyPair)('rsa', {
      modulusLength: RSA_BITS,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
    await privateFile.writeFile(pair.privateKey)
    await writeFile(files.publicKey, pair.publicKey)
  } finally {
    await privateFile.close()
  }
  return files
}
