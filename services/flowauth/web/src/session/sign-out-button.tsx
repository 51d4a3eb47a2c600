import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { texts } from '../texts/index.ts'
import { useSession } from './session-context.ts'

/** Ends the session. */
export function SignOutButton() {
  const { setSession } = useSession()
  const signOut = useMutation({
    mutationFn: () => api.send('DELETE', '/api/session'),
    onSuccess: () => setSession(null),
  })
  return (
    <Button variant="subtle" size="compact-sm" loading={signOut.isPending} onClick={() => signOut.mutate()}>
      {texts.actions.signOut}
    </Button>
  )
}
