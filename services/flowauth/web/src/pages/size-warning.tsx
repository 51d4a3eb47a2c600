import { Alert } from '@mantine/core'
import { texts } from '../texts/index.ts'

/** What nginx and many others allow a request's headers, unless told otherwise. */
const PROXY_LIMIT_BYTES = 8 * 1024

/** Warns of a token that is too large for the headers that many proxies let through. */
export function SizeWarning({ bytes }: { readonly bytes: number }) {
  if (bytes <= PROXY_LIMIT_BYTES) return null
  return <Alert color="orange">{texts.newToken.large}</Alert>
}
