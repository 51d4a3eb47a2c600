import type { Session } from '@flowkit/flowauth/api'
import { Divider } from '@mantine/core'
import { api } from '../api/client.ts'
import { AuthenticatorSteps } from '../second-factor/authenticator-steps.tsx'
import { AddPasskey } from '../second-factor/passkey-section.tsx'
import { WithBackupCodes } from '../second-factor/with-backup-codes.tsx'
import { texts } from '../texts/index.ts'
import { FrontPage } from './front-page.tsx'
import { useSession } from './session-context.ts'
import { SignOutButton } from './sign-out-button.tsx'

/** Where somebody sets up the second factor that their account must have; until then there is nothing else. */
export function FirstSecondFactorPage() {
  const { setSession } = useSession()
  const words = texts.secondFactor
  const goOn = () => void api.get<Session>('/api/session').then(setSession)
  return (
    <FrontPage title={words.firstTitle} text={words.firstText}>
      <WithBackupCodes onDone={goOn}>
        {onMade => (
          <>
            <AuthenticatorSteps label={words.setUp} onMade={onMade} />
            <Divider label={words.orPasskey} />
            <AddPasskey onMade={onMade} />
          </>
        )}
      </WithBackupCodes>
      <SignOutButton />
    </FrontPage>
  )
}
