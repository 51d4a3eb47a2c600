import { type ReactNode, useState } from 'react'
import { BackupCodesView } from './backup-codes-view.tsx'

interface WithBackupCodesProps {
  /** Something was set up, and the codes that came with it have been kept. */
  readonly onDone: () => void
  /** What makes codes, and tells which; none come with a second second factor. */
  readonly children: (onMade: (codes: readonly string[]) => void) => ReactNode
}

/** Shows new backup codes in the place of what has made them, until they have been kept. */
export function WithBackupCodes({ onDone, children }: WithBackupCodesProps) {
  const [codes, setCodes] = useState<readonly string[]>([])
  const keep = () => {
    setCodes([])
    onDone()
  }
  if (codes.length > 0) return <BackupCodesView codes={codes} onKept={keep} />
  return children(made => (made.length > 0 ? setCodes(made) : onDone()))
}
