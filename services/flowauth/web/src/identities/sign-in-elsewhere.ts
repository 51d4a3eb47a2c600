import type { Departure, ProviderAddress } from '@flowkit/flowauth/api'
import { api } from '../api/client.ts'

/** Begins to sign in at a provider, which then sends the browser back to the page that it is on. */
export function signInElsewhere(providerId: string): Promise<ProviderAddress> {
  const { pathname, search } = window.location
  const departure: Departure = { page: `${pathname}${search}` }
  return api.send('POST', `/api/session/providers/${providerId}`, departure)
}
