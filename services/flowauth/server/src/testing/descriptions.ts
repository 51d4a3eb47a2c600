import { allScopes } from '@flowkit/contract'

/**
 * The part of a FlowAPI's OpenAPI document that FlowAuth reads, in the shape that FlowKit gives it.
 *
 * @param more What only some documents say, such as where their server is.
 */
export function description(name: string, scopes: readonly string[] = SCOPES, more: object = {}): object {
  const token = { type: 'http', scheme: 'bearer', 'x-security-scopes': scopes, 'x-audience': name }
  return { openapi: '3.0.3', info: { title: 'FlowAPI' }, components: { securitySchemes: { token } }, ...more }
}

/** All that FlowKit's own FlowAPI can be asked. */
export const SCOPES: readonly string[] = allScopes()

/** A server with limits, as the pages register one. */
export function registration(name: string, changes: object = {}): object {
  return {
    name,
    scopes: SCOPES,
    description_url: null,
    longest_lifetime_minutes: 1440,
    latest_expiry: null,
    ...changes,
  }
}
