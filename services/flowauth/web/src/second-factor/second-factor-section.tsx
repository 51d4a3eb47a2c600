import type { BackupCodes, SecondFactor } from '@flowkit/flowauth/api'
import { Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { mySecondFactor } from '../api/queries.ts'
import { useChange } from '../api/use-change.ts'
import { ConfirmButton } from '../components/confirm-button.tsx'
import { Loaded } from '../components/loaded.tsx'
import { formatMoment } from '../texts/format.ts'
import { texts } from '../texts/index.ts'
import { AuthenticatorSteps } from './authenticator-steps.tsx'
import { BackupCodesView } from './backup-codes-view.tsx'

/** What one's account asks for beside the password. */
export function SecondFactorSection() {
  return (
    <Paper>
      <Stack>
        <Title order={2} size="h4">
          {texts.secondFactor.title}
        </Title>
        <Loaded of={useQuery(mySecondFactor())}>
          {state => (state.authenticator_since === null ? <Absent /> : <Present state={state} />)}
        </Loaded>
      </Stack>
    </Paper>
  )
}

function Absent() {
  const words = texts.secondFactor
  return (
    <>
      <Text>{words.absent}</Text>
      <AuthenticatorSteps label={words.setUp} onDone={useReadAgain()} />
    </>
  )
}

function Present({ state }: { readonly state: SecondFactor }) {
  const words = texts.secondFactor
  const renewal = useChange(() => api.send<BackupCodes>('POST', '/api/account/second-factor/backup-codes'))
  const removal = useChange(() => api.send('DELETE', '/api/account/second-factor'))
  const readAgain = useReadAgain()
  if (renewal.data) return <BackupCodesView codes={renewal.data.codes} onKept={renewal.reset} />
  const others = (
    <>
      <ConfirmButton label={words.renewCodes} text={words.renewCodesText} change={renewal} color="lagoon" />
      {!state.required && <ConfirmButton label={words.giveUp} text={words.giveUpText} change={removal} />}
    </>
  )
  return (
    <>
      <Text>{words.present(formatMoment(state.authenticator_since ?? ''))}</Text>
      <Text c="dimmed">
        {words.codesLeft(state.backup_codes_left)} {state.required && words.required}
      </Text>
      <AuthenticatorSteps label={words.replace} beside={others} onDone={readAgain} />
    </>
  )
}

/** Reads again what is shown, once new codes have been kept: before, they would vanish. */
function useReadAgain(): () => void {
  const queries = useQueryClient()
  return () => void queries.invalidateQueries()
}
