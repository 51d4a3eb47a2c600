import type { OneTimePassword, User } from '@flowkit/flowauth/api'
import { Button, Group, Paper, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { user } from '../../api/queries.ts'
import { useChange } from '../../api/use-change.ts'
import { ConfirmButton } from '../../components/confirm-button.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { ErrorNotice, SuccessNotice } from '../../components/notices.tsx'
import { Page } from '../../components/page.tsx'
import { Section } from '../../components/section.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { useSession } from '../../session/session-context.ts'
import { texts } from '../../texts/index.ts'
import { useAddressId } from '../use-address-id.ts'
import { OneTimePasswordView } from './one-time-password-view.tsx'
import { type UserAccess, UserFields } from './user-fields.tsx'

/** A user: what they may be and have, their password and second factor, and whether they may come in. */
export function UserPage() {
  return (
    <Loaded of={useQuery(user(useAddressId()))}>{data => <UserDetails key={data.id} user={data} />}</Loaded>
  )
}

function UserDetails({ user }: { readonly user: User }) {
  const { session } = useSession()
  const path = `/api/admin/users/${user.id}`
  const reset = useChange(() => api.send<OneTimePassword>('POST', `${path}/password`))
  const factorReset = useChange(() => api.send('DELETE', `${path}/second-factor`))
  const passwordOff = useChange(() => api.send('DELETE', `${path}/password`))
  const suspended = user.suspended_at !== null
  const suspension = useChange(() => api.send('PATCH', path, { suspended: !suspended }))
  const words = texts.adminUsers
  return (
    <Page title={user.username} action={suspended && <StatusBadge>{words.suspended}</StatusBadge>}>
      <Access user={user} />
      {reset.data && <OneTimePasswordView username={user.username} made={reset.data} />}
      <Section title={words.access}>
        <Text>{words.waysIn(user.has_password, user.providers.join(', '))}</Text>
        <Text>{user.has_second_factor ? words.hasSecondFactor : words.noSecondFactor}</Text>
        <ErrorNotice error={suspended ? suspension.error : null} />
        <Group>
          {user.id !== session.user.id && (
            <ConfirmButton
              label={words.reset}
              text={words.resetText(user.username)}
              change={reset}
              color="lagoon"
            />
          )}
          {user.id !== session.user.id && user.has_password && user.providers.length > 0 && (
            <ConfirmButton
              label={words.passwordOff}
              text={words.passwordOffText(user.username)}
              change={passwordOff}
            />
          )}
          {user.id !== session.user.id && user.has_second_factor && (
            <ConfirmButton
              label={words.resetSecondFactor}
              text={words.resetSecondFactorText(user.username)}
              change={factorReset}
            />
          )}
          {suspended ? (
            <Button variant="default" loading={suspension.isPending} onClick={() => suspension.mutate()}>
              {words.restore}
            </Button>
          ) : (
            <ConfirmButton
              label={words.suspend}
              text={words.suspendText(user.username)}
              change={suspension}
            />
          )}
        </Group>
      </Section>
    </Page>
  )
}

function Access({ user }: { readonly user: User }) {
  const [access, setAccess] = useState<UserAccess>({
    is_admin: user.is_admin,
    needs_second_factor: user.needs_second_factor,
    role_ids: user.roles.map(({ id }) => id),
  })
  const change = useChange(() => api.send('PATCH', `/api/admin/users/${user.id}`, access))
  return (
    <Paper>
      <Stack maw="32rem">
        <UserFields
          access={access}
          onChange={next => {
            change.reset()
            setAccess(next)
          }}
        />
        <ErrorNotice error={change.error} />
        {change.isSuccess && <SuccessNotice>{texts.adminUsers.saved}</SuccessNotice>}
        <div>
          <Button loading={change.isPending} onClick={() => change.mutate()}>
            {texts.actions.save}
          </Button>
        </div>
      </Stack>
    </Paper>
  )
}
