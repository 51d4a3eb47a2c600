import { Forbidden } from './errors.ts'
import { scopesMissing } from './scopes.ts'
import { readToken, type TokenContent } from './token.ts'

/** Time enough to get a new token before a long query is done. */
const SOON_MS = 3_600_000

/** Called once, when a token has less than an hour left. */
export type TokenEnding = (expiresAt: Date) => void

/**
 * Looks at what a token says of itself, so that what it does not allow, or soon will not, is said before FlowAPI is
 * asked. Where a token cannot be read, FlowAPI alone judges.
 */
export class TokenGuard {
  readonly #content: Promise<TokenContent | undefined>
  readonly #onEnding: TokenEnding
  #hasReminded = false

  constructor(token: string, onEnding: TokenEnding = warnOfEnd) {
    this.#content = readToken(token).catch(() => undefined)
    this.#onEnding = onEnding
  }

  /** @throws {Forbidden} when no single role of the token holds all of these scopes. */
  async require(scopes: readonly string[]): Promise<void> {
    const content = await this.#content
    const missingScopes = content === undefined ? [] : scopesMissing(content.roles, scopes)
    if (missingScopes.length === 0) return
    throw new Forbidden(
      `The token does not allow this, so FlowAPI was not asked. One role must hold all that is needed; missing: ${missingScopes.join(', ')}.`,
      { missingScopes },
    )
  }

  /** Tells once that the token ends soon, if it does. */
  async remind(): Promise<void> {
    const expiresAt = (await this.#content)?.expiresAt
    if (expiresAt === undefined || this.#hasReminded) return
    const left = expiresAt.getTime() - Date.now()
    if (left <= 0 || left > SOON_MS) return
    this.#hasReminded = true
    this.#onEnding(expiresAt)
  }
}

/** What to tell of a token that ends soon. */
export function endingMessage(expiresAt: Date): string {
  const minutes = Math.max(1, Math.ceil((expiresAt.getTime() - Date.now()) / 60_000))
  return `The token ends in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}. Get a new one in good time.`
}

function warnOfEnd(expiresAt: Date): void {
  console.warn(endingMessage(expiresAt))
}
