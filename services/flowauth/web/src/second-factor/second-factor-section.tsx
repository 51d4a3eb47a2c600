import type { BackupCodes, SecondFactor } from '@flowkit/flowauth/api'
import { Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { mySecondFactor } from '../api/queries.ts'
import { useChange } from '../api/use-change.ts'
import { ConfirmButton } from '../components/confirm-button.tsx'
import { Loaded } from '../components/loaded.tsx'
import { Section } from '../components/section.tsx'
import { formatMoment } from '../texts/format.ts'
import { texts } from '../texts/index.ts'
import { AuthenticatorSteps } from './authenticator-steps.tsx'
import { PasskeySection } from './passkey-section.tsx'
import { WithBackupCodes } from './with-backup-codes.tsx'

/** What one's account asks for beside the password. */
export function SecondFactorSection() {
  const readAgain = useReadAgain()
  return (
    <Section title={texts.secondFactor.title}>
      <Loaded of={useQuery(mySecondFactor())}>
        {state => (
          <WithBackupCodes onDone={readAgain}>
            {onMade => (
              <>
                <Overview state={state} onMade={onMade} />
                <PasskeySection state={state} onMade={onMade} />
              </>
            )}
          </WithBackupCodes>
        )}
      </Loaded>
    </Section>
  )
}

interface OverviewProps {
  readonly state: SecondFactor
  readonly onMade: (codes: readonly string[]) => void
}

/** What there is, and the authenticator app. */
function Overview({ state, onMade }: OverviewProps) {
  const words = texts.secondFactor
  const hasApp = state.authenticator_since !== null
  const hasAny = hasApp || state.passkeys.length > 0
  if (!hasAny)
    return (
      <>
        <Text>{words.absent}</Text>
        <AuthenticatorSteps label={words.setUp} onMade={onMade} />
      </>
    )
  return <Present state={state} onMade={onMade} />
}

function Present({ state, onMade }: OverviewProps) {
  const words = texts.secondFactor
  const renewal = useChange(() => api.send<BackupCodes>('POST', '/api/account/second-factor/backup-codes'))
  const removal = useChange(() => api.send('DELETE', '/api/account/second-factor'))
  const since = state.authenticator_since
  const canGiveUp = since !== null && (!state.required || state.passkeys.length > 0)
  const others = (
    <>
      <ConfirmButton
        label={words.renewCodes}
        text={words.renewCodesText}
        change={renewal}
        onDone={({ codes }) => onMade(codes)}
        color="lagoon"
      />
      {canGiveUp && <ConfirmButton label={words.giveUp} text={words.giveUpText} change={removal} />}
    </>
  )
  return (
    <>
      <Text>{since === null ? words.noAuthenticator : words.present(formatMoment(since))}</Text>
      <Text c="dimmed">
        {words.codesLeft(state.backup_codes_left)} {state.required && words.required}
      </Text>
      <AuthenticatorSteps
        label={since === null ? words.setUp : words.replace}
        beside={others}
        onMade={onMade}
      />
    </>
  )
}

/** Reads again what is shown, once new codes have been kept: before, they would vanish. */
function useReadAgain(): () => void {
  const queries = useQueryClient()
  return () => void queries.invalidateQueries()
}
