import { Group, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { texts } from '../texts/index.ts'

interface PageProps {
  readonly title: string
  readonly introduction?: string | undefined
  readonly action?: ReactNode
  readonly children: ReactNode
}

/** A page with its heading, which is also the title of the browser's window. */
export function Page({ title, introduction, action, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} – ${texts.product}`
  }, [title])
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start" gap="md">
        <div>
          <Title order={1} size="h2" className="wrap-anywhere">
            {title}
          </Title>
          {introduction && <Text c="dimmed">{introduction}</Text>}
        </div>
        {action}
      </Group>
      {children}
    </Stack>
  )
}
