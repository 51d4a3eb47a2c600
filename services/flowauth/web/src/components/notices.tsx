import { Alert, Box, Button, Center, Loader, Paper, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { errorText } from '../texts/errors.ts'
import { texts } from '../texts/index.ts'
import { SectionTitle } from './section.tsx'

/** What went wrong, read out at once; nothing where nothing did. */
export function ErrorNotice({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  if (!error) return null
  return (
    <Alert color="red" role="alert" className="wrap-anywhere">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{errorText(error)}</Text>
        {retry && (
          <Button size="compact-sm" variant="default" onClick={retry}>
            {texts.actions.retry}
          </Button>
        )}
      </Stack>
    </Alert>
  )
}

/** What has been done, read out when there is time. */
export function SuccessNotice({ children }: { readonly children: ReactNode }) {
  return <Alert role="status">{children}</Alert>
}

/** Where there is nothing yet: what to do next. */
export function EmptyState(props: {
  readonly title: string
  readonly hint?: string
  readonly action?: ReactNode
}) {
  return (
    <Paper py="xl">
      <Stack align="center" gap="sm">
        <Box ta="center">
          <SectionTitle>{props.title}</SectionTitle>
        </Box>
        {props.hint && (
          <Text c="dimmed" ta="center">
            {props.hint}
          </Text>
        )}
        {props.action}
      </Stack>
    </Paper>
  )
}

/** Something is awaited. */
export function Loading() {
  return (
    <Center py="xl" role="status" aria-label={texts.loading}>
      <Loader />
    </Center>
  )
}
