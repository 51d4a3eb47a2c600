/** As much of Node's modules as is needed here. */
interface NodeModules {
  readonly 'node:fs': { readFileSync(path: string): Uint8Array }
  readonly 'node:fs/promises': {
    writeFile(
      path: string,
      data: string | AsyncIterable<string | Uint8Array>,
      options: { readonly signal?: AbortSignal | undefined },
    ): Promise<void>
    rename(from: string, to: string): Promise<void>
    rm(path: string, options: { readonly force: boolean }): Promise<void>
  }
  readonly 'node:https': {
    readonly Agent: new (options: { readonly ca: Uint8Array; readonly keepAlive: boolean }) => object
    request(url: string, options: object, answered: (answer: NodeAnswer) => void): NodeRequest
  }
  readonly 'node:stream': { readonly Readable: { toWeb(stream: NodeAnswer): ReadableStream<Uint8Array> } }
}

/** An answer as Node's own client gives it. */
export interface NodeAnswer {
  readonly statusCode?: number
  /** Names and values by turns. */
  readonly rawHeaders: readonly string[]
  /** Lets an answer without a body end. */
  resume(): void
}

interface NodeRequest {
  once(event: 'error', listener: (error: Error) => void): void
  end(body?: string): void
}

interface NodeProcess {
  getBuiltinModule?(name: string): unknown
}

/**
 * A module of Node. It is not imported, so that the same file works in a browser, where there is none.
 *
 * @param purpose What it is needed for, for the error message.
 * @throws {TypeError} in anything but Node.
 */
export function nodeModule<Name extends keyof NodeModules>(name: Name, purpose: string): NodeModules[Name] {
  const { process } = globalThis as { readonly process?: NodeProcess }
  const module = process?.getBuiltinModule?.(name)
  if (module === undefined) throw new TypeError(`${purpose} needs Node; browsers cannot do it.`)
  return module as NodeModules[Name]
}
