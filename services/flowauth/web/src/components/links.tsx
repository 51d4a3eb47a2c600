import { Anchor, Button, type ButtonProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'

/** A link to another page of FlowAuth. */
export function PageLink({ to, children }: { readonly to: string; readonly children: ReactNode }) {
  return (
    <Anchor component={Link} to={to} fw={600} inherit className="wrap-anywhere">
      {children}
    </Anchor>
  )
}

interface LinkButtonProps extends ButtonProps {
  readonly to: string
  readonly children: ReactNode
}

/** A link that looks like a button. */
export function LinkButton({ to, children, ...props }: LinkButtonProps) {
  return (
    <Button component={Link} to={to} {...props}>
      {children}
    </Button>
  )
}
