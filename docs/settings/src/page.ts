import { fileURLToPath } from 'node:url'
import { settings as flowApi } from '@flowkit/flowapi/settings'
import { settings as flowAuth } from '@flowkit/flowauth/settings'
import { settings as flowDb } from '@flowkit/flowdb/settings'
import { markdownTable } from '@flowkit/flowmachine/markdown'
import { settings as flowMachine } from '@flowkit/flowmachine/settings'
import type { z } from 'zod'

/** Where the page is. */
export const PAGE = fileURLToPath(new URL('../../settings.md', import.meta.url))

const INTRODUCTION = `# Settings

Written by \`pnpm docs\` from the schemas with which the programs read their settings.

Each setting \`NAME\` is looked for as a container secret (\`/run/secrets/NAME\`), then as a file that the variable
\`NAME_FILE\` points to, then as the variable \`NAME\`. One newline at the end of a file is dropped. What is empty counts as
absent. A program that misses one, or cannot use one, names it and does not start.
`

const SECTIONS: readonly (readonly [heading: string, schema: z.ZodObject])[] = [
  ['FlowAPI', flowApi],
  ['FlowMachine', flowMachine],
  ['FlowAuth', flowAuth],
  ['FlowDB: every command', flowDb.database],
  ['FlowDB: `flowdb migrate`, and so the container', flowDb.migrate.omit(maskOf(flowDb.database))],
  ['FlowDB: `flowdb tuning`, and so the container', flowDb.tuning],
  ['FlowDB: identifiers in clear', flowDb.ingest],
  ['FlowDB: `flowdb import`', flowDb.import],
  ['FlowDB: `flowdb retention`', flowDb.retention],
]

/** The page of all settings, as Markdown. */
export function settingsPage(): string {
  const sections = SECTIONS.map(([heading, schema]) => `## ${heading}\n\n${table(schema)}\n`)
  return [INTRODUCTION, ...sections].join('\n')
}

function table(schema: z.ZodObject): string {
  const rows = Object.entries<z.ZodType>(schema.shape).map(([name, setting]) => [
    `\`${name}\``,
    defaultOf(setting),
    setting.meta()?.description ?? '',
  ])
  return markdownTable(['setting', 'default', 'what'], rows)
}

/** What it is where it is not set; a default that depends on the machine says so itself. */
function defaultOf(setting: z.ZodType): string {
  const told = setting.meta()?.default
  if (typeof told === 'string') return told
  const parsed = setting.safeParse(undefined)
  if (!parsed.success) return '**must be set**'
  const value = parsed.data
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return ''
  return `\`${String(value)}\``
}

function maskOf<T extends z.ZodRawShape>(schema: z.ZodObject<T>): { [K in keyof T]: true } {
  return Object.fromEntries(Object.keys(schema.shape).map(name => [name, true])) as { [K in keyof T]: true }
}
