import { Progress, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { texts } from '../texts/index.ts'

const COLORS = ['red.9', 'red.9', 'orange.8', 'yellow.8', 'teal.8'] as const

/** Shows how hard a new password is to guess. The word lists are large, and fetched when they are first needed. */
export function PasswordStrength(props: { readonly password: string; readonly username: string }) {
  const { password, username } = props
  const [score, setScore] = useState<number>()
  useEffect(() => {
    let current = true
    void import('./strength-estimator.ts').then(({ passwordScore }) => {
      if (current) setScore(passwordScore(password, username))
    })
    return () => {
      current = false
    }
  }, [password, username])
  if (password === '' || score === undefined)
    return (
      <Text size="sm" c="dimmed">
        {texts.password.hint}
      </Text>
    )
  return (
    <Stack gap={4}>
      <Progress
        value={(score + 1) * 20}
        color={COLORS[score] ?? 'red.9'}
        aria-label={texts.password.strengthLabel}
      />
      <Text size="sm" role="status">
        {texts.password.strength[score]}
      </Text>
    </Stack>
  )
}
