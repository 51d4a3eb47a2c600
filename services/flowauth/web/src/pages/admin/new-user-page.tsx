import type { OneTimePassword, User } from '@flowkit/flowauth/api'
import { Button, Group, Paper, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { api } from '../../api/client.ts'
import { useChange } from '../../api/use-change.ts'
import { LinkButton } from '../../components/links.tsx'
import { ErrorNotice } from '../../components/notices.tsx'
import { Page } from '../../components/page.tsx'
import { texts } from '../../texts/index.ts'
import { OneTimePasswordView } from './one-time-password-view.tsx'
import { type UserAccess, UserFields } from './user-fields.tsx'

interface CreatedUser {
  readonly user: User
  readonly one_time_password: OneTimePassword
}

/** Adds somebody, and shows the password for their first sign-in. */
export function NewUserPage() {
  const [username, setUsername] = useState('')
  const [access, setAccess] = useState<UserAccess>({
    is_admin: false,
    needs_second_factor: false,
    role_ids: [],
  })
  const creation = useChange(() => api.send<CreatedUser>('POST', '/api/admin/users', { username, ...access }))
  const words = texts.adminUsers
  if (creation.data)
    return (
      <Page title={creation.data.user.username}>
        <OneTimePasswordView username={creation.data.user.username} made={creation.data.one_time_password} />
        <div>
          <LinkButton to="/admin/users" variant="default">
            {texts.actions.done}
          </LinkButton>
        </div>
      </Page>
    )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    creation.mutate()
  }
  return (
    <Page title={words.create}>
      <form onSubmit={submit}>
        <Stack gap="lg">
          <Paper>
            <Stack maw="32rem">
              <TextInput
                label={words.username}
                description={words.usernameHint}
                autoComplete="off"
                required
                maxLength={75}
                value={username}
                onChange={event => setUsername(event.currentTarget.value)}
              />
              <UserFields access={access} onChange={setAccess} />
            </Stack>
          </Paper>
          <ErrorNotice error={creation.error} />
          <Group>
            <Button type="submit" loading={creation.isPending}>
              {words.add}
            </Button>
            <LinkButton to="/admin/users" variant="default">
              {texts.actions.cancel}
            </LinkButton>
          </Group>
        </Stack>
      </form>
    </Page>
  )
}
