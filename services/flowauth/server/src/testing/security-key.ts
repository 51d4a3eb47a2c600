import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

const TOUCHED = 0x01
const WITH_KEY = 0x40
const COUNTER_BYTES = 4

/** A security key (WebAuthn Level 2, 6): what a browser would make of the options of a ceremony, put together by hand. */
export class SecurityKey {
  readonly #pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  readonly #id = randomBytes(32)
  readonly #origin: string
  readonly #domain: string
  #counter = 0

  /** @param origin Of the page that asks. */
  constructor(origin: string) {
    this.#origin = origin
    this.#domain = new URL(origin).hostname
  }

  /** Makes a key pair known. */
  create({ challenge }: { readonly challenge?: unknown }): object {
    const { x = '', y = '' } = this.#pair.publicKey.export({ format: 'jwk' })
    // {1: 2, 3: -7, -1: 1, -2: x, -3: y}: an elliptic key for ES256 on P-256 (RFC 9053).
    const coordinates = [x, y].map(each => Buffer.from(each, 'base64url'))
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = coordinates
    const key = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      first,
      Buffer.from('225820', 'hex'),
      second,
    ])
    const model = Buffer.alloc(16)
    const length = Buffer.from([0, this.#id.length])
    const data = Buffer.concat([this.#data(TOUCHED | WITH_KEY), model, length, this.#id, key])
    // {"fmt": "none", "attStmt": {}, "authData": data}
    const attestation = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
      Buffer.from([data.length]),
      data,
    ])
    return this.#answer({
      clientDataJSON: this.#clientData('webauthn.create', challenge).toString('base64url'),
      attestationObject: attestation.toString('base64url'),
    })
  }

  /** Signs. */
  get({ challenge }: { readonly challenge?: unknown }): object {
    this.#counter += 1
    const clientData = this.#clientData('webauthn.get', challenge)
    const data = this.#data(TOUCHED)
    const signed = Buffer.concat([data, createHash('sha256').update(clientData).digest()])
    return this.#answer({
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: sign('sha256', signed, this.#pair.privateKey).toString('base64url'),
    })
  }

  #data(flags: number): Buffer {
    const counter = Buffer.alloc(COUNTER_BYTES)
    counter.writeUInt32BE(this.#counter)
    return Buffer.concat([createHash('sha256').update(this.#domain).digest(), Buffer.from([flags]), counter])
  }

  #clientData(type: string, challenge: unknown): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.#origin }))
  }

  #answer(response: object): object {
    const id = this.#id.toString('base64url')
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response }
  }
}
