import type pg from 'pg'
import type { Passkeys } from '../accounts/passkeys.ts'
import type { SecondFactors } from '../accounts/second-factors.ts'
import type { Throttle } from '../accounts/throttle.ts'
import type { DeviceRequests } from '../devices/device-requests.ts'
import type { TokenKeys } from '../keys/token-keys.ts'
import type { PendingSignIns } from '../providers/pending-sign-in.ts'
import type { Providers } from '../providers/providers.ts'
import type { AccessTokens } from '../sessions/access-token.ts'
import type { SessionCookies } from '../sessions/cookies.ts'
import type { KnownDevices } from '../sessions/known-devices.ts'
import type { Mint } from '../tokens/mint.ts'
import type { RevocationLists } from '../tokens/revocation-lists.ts'

/** What routes work with. */
export interface Services {
  readonly pool: pg.Pool
  readonly throttle: Throttle
  readonly knownDevices: KnownDevices
  readonly secondFactors: SecondFactors
  readonly deviceRequests: DeviceRequests
  readonly passkeys: Passkeys
  readonly providers: Providers
  readonly pendingSignIns: PendingSignIns
  /** Where browsers reach FlowAuth. */
  readonly publicUrl: URL
  readonly adminsNeedSecondFactor: boolean
  readonly accessTokens: AccessTokens
  readonly cookies: SessionCookies
  readonly tokenKeys: TokenKeys
  readonly revocationLists: RevocationLists
  readonly mint: Mint
}
