import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorNotice, Loading } from './notices.tsx'

/** Shows what is read from the server once it is there, and until then that it is awaited, or why it is not there. */
export function Loaded<T>(props: {
  readonly of: UseQueryResult<T>
  readonly children: (data: T) => ReactNode
}) {
  const { data, error, refetch } = props.of
  if (data !== undefined) return props.children(data)
  return error ? <ErrorNotice error={error} retry={() => void refetch()} /> : <Loading />
}
