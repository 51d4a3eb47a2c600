import { Badge } from '@mantine/core'
import type { ReactNode } from 'react'

/** A word about the state of something, in a grey that can be read. */
export function StatusBadge({ children }: { readonly children: ReactNode }) {
  return (
    <Badge variant="default" tt="none" fw={500}>
      {children}
    </Badge>
  )
}
