/** Below the limit that a container's health check has, so that the reason is printed. */
const ANSWER_WITHIN_MS = 4_000

/**
 * The health check of the container of a service that speaks HTTP: whether its server lives, whatever others do. Where
 * it does not, the reason is printed and the process ends with 1.
 *
 * @param name Of the service, for people.
 * @param port Gives the port at which it answers `/healthz`.
 */
export async function checkHealth(name: string, port: () => number): Promise<void> {
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
    const answer = await fetch(`http://127.0.0.1:${port()}/healthz`, { signal })
    if (!answer.ok) throw new Error(`${name} answered ${answer.status}`)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exitCode = 1
  }
}
