import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError } from './client.ts'

/** A change that is made on the server, after which everything that is shown is read again. */
export function useChange<Output, Input = void>(change: (input: Input) => Promise<Output>) {
  const queries = useQueryClient()
  return useMutation<Output, Error, Input>({
    mutationFn: change,
    onSuccess: () => queries.invalidateQueries(),
    // What was refused may rest on something that is shown and no longer so.
    onError: error => {
      if (error instanceof ApiError) void queries.invalidateQueries()
    },
  })
}
