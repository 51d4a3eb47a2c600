import { createRequire } from 'node:module'

const { version: read }: { version: string } = createRequire(import.meta.url)('flowclient/package.json')

/** The version of this command. */
export const version: string = read
