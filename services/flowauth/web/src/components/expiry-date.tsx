import { formatMoment, isPast } from '../texts/format.ts'
import { texts } from '../texts/index.ts'
import { StatusBadge } from './status-badge.tsx'

/** The latest expiry of a server or role, and whether it has passed. */
export function ExpiryDate({ date }: { readonly date: string | null }) {
  if (date === null) return texts.limits.clearDate
  return (
    <span>
      {formatMoment(date)} {isPast(date) && <StatusBadge>{texts.adminRoles.expired}</StatusBadge>}
    </span>
  )
}
