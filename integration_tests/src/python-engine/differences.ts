import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What can show that an entry of `docs/differences.md` is true. */
export const EVIDENCE = ['rows', 'release', 'refusal', 'tie', 'data', 'sampling'] as const

/** A way in which our answers differ from FlowKit's. */
export interface Difference {
  readonly entry: string
  /** Only entries by `rows` have to be met by the comparison. */
  readonly shownBy: (typeof EVIDENCE)[number]
  /** The kinds that it is about; `…` stands for the rest of a name. */
  readonly kinds: readonly string[]
}

const PAGE = fileURLToPath(new URL('../../../docs/differences.md', import.meta.url))

/** Reads the list of differences. @throws where it is not as the comparison needs it. */
export function readDifferences(): Map<string, Difference> {
  const rows = readFileSync(PAGE, 'utf8')
    .split('\n')
    .filter(line => line.startsWith('| `'))
    .map(line => line.split('|').map(cell => cell.trim()))
  const found = new Map<string, Difference>()
  for (const [, entry = '', kinds = '', , , , evidence = ''] of rows) {
    const name = entry.replaceAll('`', '')
    const shownBy = EVIDENCE.find(each => each === evidence)
    if (!shownBy) throw new Error(`docs/differences.md does not say what shows ${name}`)
    if (found.has(name)) throw new Error(`docs/differences.md has two entries ${name}`)
    found.set(name, {
      entry: name,
      shownBy,
      kinds: [...kinds.matchAll(/`([^`]+)`/g)].map(([, kind = '']) => kind),
    })
  }
  return found
}

/** Whether an entry is about a kind that a query is made of. */
export function isAbout({ kinds }: Difference, spec: unknown): boolean {
  const asked = kindsIn(spec)
  return kinds.some(kind =>
    kind.endsWith('…') ? asked.some(each => each.startsWith(kind.slice(0, -1))) : asked.includes(kind),
  )
}

function kindsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([field, inner]) =>
    field === 'query_kind' && typeof inner === 'string' ? [inner] : kindsIn(inner),
  )
}
