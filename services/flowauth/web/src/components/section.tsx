import { Paper, Stack, type StackProps, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface SectionProps extends Pick<StackProps, 'gap' | 'maw'> {
  readonly title: string
  readonly children: ReactNode
}

/** A part of a page, on a card of its own. */
export function Section({ title, children, ...stack }: SectionProps) {
  return (
    <Paper>
      <Stack {...stack}>
        <SectionTitle>{title}</SectionTitle>
        {children}
      </Stack>
    </Paper>
  )
}

/** The heading of a part of a page. */
export function SectionTitle({ children }: { readonly children: ReactNode }) {
  return (
    <Title order={2} size="h4" className="wrap-anywhere">
      {children}
    </Title>
  )
}
