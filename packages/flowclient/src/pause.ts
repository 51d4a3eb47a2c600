/**
 * Resolves after some time.
 *
 * @param length In milliseconds.
 * @throws what the signal says, as soon as it is aborted.
 */
export function pause(length: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const abort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, length)
    signal?.addEventListener('abort', abort, { once: true })
  })
}
