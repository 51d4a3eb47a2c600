import type { KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { z } from 'zod'

/** How long a browser may go on without asking for another one. */
export const ACCESS_TOKEN_MINUTES = 15

const AUDIENCE = 'flowauth'

const claims = z.object({
  type: z.literal('flowauth_access'),
  sid: z.uuid(),
  sub: z.uuid(),
  fresh: z.boolean(),
})

/** What an access token of FlowAuth's own API says. FlowAPI takes no such token, and FlowAuth none of FlowAPI's. */
export interface Access {
  readonly sessionId: string
  readonly userId: string
  /** Whether it came of a password, which administrators and new passwords need, and not of a refresh. */
  readonly fresh: boolean
}

/** Makes and reads the access tokens of FlowAuth's own API. */
export class AccessTokens {
  readonly #key: KeyObject

  constructor(key: KeyObject) {
    this.#key = key
  }

  issue({ sessionId, userId, fresh }: Access): string {
    return jwt.sign({ type: 'flowauth_access', sid: sessionId, fresh }, this.#key, {
      algorithm: 'HS256',
      audience: AUDIENCE,
      subject: userId,
      expiresIn: ACCESS_TOKEN_MINUTES * 60,
    })
  }

  /** What a token says; undefined for one that is not ours or has ended. */
  read(token: string): Access | undefined {
    try {
      const { sid, sub, fresh } = claims.parse(
        jwt.verify(token, this.#key, { algorithms: ['HS256'], audience: AUDIENCE }),
      )
      return { sessionId: sid, userId: sub, fresh }
    } catch {
      return undefined
    }
  }
}
