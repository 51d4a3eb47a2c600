import { readToken, type TokenContent } from 'flowclient'
import { type Shown, show } from './output.ts'
import { type ConnectionOptions, tokenFrom } from './settings.ts'
import type { Terminal } from './terminal.ts'

/** `flowclient token`: writes what the token says about itself, never the token. */
export async function token(options: ConnectionOptions & Shown, terminal: Terminal): Promise<void> {
  const content = await readToken(await tokenFrom(options, terminal))
  await show(content, () => describeToken(content, new Date()), options, terminal)
}

/** What a token says, in words. Its signature has not been checked, and the words say so. */
export function describeToken(content: TokenContent, now: Date): string {
  const { subject = 'nobody', issuer, audience, issuedAt, expiresAt, roles } = content
  const lines = [
    ['Given to', subject],
    ['Given by', issuer],
    ['For', audience],
    ['Since', issuedAt && momentOf(issuedAt)],
    [
      'Until',
      expiresAt ? `${momentOf(expiresAt)}, ${distance(expiresAt, now)}` : 'no end, which FlowAPI refuses',
    ],
  ].filter(([, value]) => value !== undefined)
  const about = lines.map(([name = '', value]) => `${name.padEnd(10)}${value}\n`).join('')
  const allowed = Object.entries(roles).map(
    ([role, scopes]) =>
      `\nRole ${role}\n${[...scopes]
        .sort()
        .map(scope => `  ${scope}\n`)
        .join('')}`,
  )
  return `${about}${allowed.join('')}\nThis is what the token says. Whether it is genuine, FlowAPI decides.\n`
}

const momentOf = (date: Date) => `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

function distance(date: Date, now: Date): string {
  const ahead = date.getTime() - now.getTime()
  if (ahead <= 0) return 'which is over'
  const [unit, length] = UNITS.find(([, length]) => ahead >= length) ?? (['second', 1_000] as const)
  return new Intl.RelativeTimeFormat('en').format(Math.floor(ahead / length), unit)
}
