import { Alert } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { codeText } from '../texts/errors.ts'

/** Why somebody who has come back from an identity provider is not where they wanted to be; nothing where they are. */
export function RefusedNotice() {
  const [parameters] = useSearchParams()
  const code = parameters.get('refused')
  if (code === null) return null
  // Anybody can make an address: it may choose among the texts, and say nothing of its own.
  return (
    <Alert color="red" role="alert">
      {codeText(code)}
    </Alert>
  )
}
