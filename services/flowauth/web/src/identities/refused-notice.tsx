import { Alert } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { texts } from '../texts/index.ts'

/** Why somebody who has come back from an identity provider is not where they wanted to be; nothing where they are. */
export function RefusedNotice() {
  const [parameters] = useSearchParams()
  const code = parameters.get('refused')
  if (code === null) return null
  const { unknown } = texts.errors
  const byCode: Readonly<Record<string, string>> = texts.errors.byCode
  // Anybody can make an address: it may choose among these texts, and say nothing of its own.
  const text = Object.hasOwn(byCode, code) ? byCode[code] : unknown
  return (
    <Alert color="red" role="alert">
      {text}
    </Alert>
  )
}
