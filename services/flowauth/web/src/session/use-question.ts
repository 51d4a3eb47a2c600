import { useCallback, useRef, useState } from 'react'

/** A question that requests wait for the answer to: those that come while it is asked wait for the same one. */
export interface Question {
  readonly asked: boolean
  /** Asks it. @returns whether it was answered as the requests need. */
  readonly ask: () => Promise<boolean>
  /** Lets all that wait go on, or give up. */
  readonly settle: (answered: boolean) => void
}

/** Holds such a question. */
export function useQuestion(): Question {
  const waiting = useRef<((answered: boolean) => void)[]>([])
  const [asked, setAsked] = useState(false)
  const ask = useCallback(
    () =>
      new Promise<boolean>(resolve => {
        waiting.current.push(resolve)
        setAsked(true)
      }),
    [],
  )
  const settle = useCallback((answered: boolean) => {
    for (const resolve of waiting.current.splice(0)) resolve(answered)
    setAsked(false)
  }, [])
  return { asked, ask, settle }
}
