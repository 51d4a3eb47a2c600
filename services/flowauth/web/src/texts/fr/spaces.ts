/**
 * French has spaces before some marks and inside quotation marks, at which no line may break: a narrow one before
 * `; ! ?`, a wide one elsewhere (Imprimerie nationale, Lexique des règles typographiques). Texts are written with plain
 * spaces, which can be seen; this puts the right ones in their places, in all that a value holds or its functions give.
 */
export function withFrenchSpaces<T>(texts: T): T {
  if (typeof texts === 'string') return spaced(texts) as T
  if (typeof texts === 'function') return ((...values: unknown[]) => withFrenchSpaces(texts(...values))) as T
  if (Array.isArray(texts)) return texts.map(withFrenchSpaces) as T
  if (typeof texts === 'object' && texts !== null)
    return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, withFrenchSpaces(text)])) as T
  return texts
}

const NARROW = '\u202f'
const WIDE = '\u00a0'

function spaced(text: string): string {
  return text
    .replace(/ (?=[;!?])/g, NARROW)
    .replace(/ (?=[:»])|(?<=«) /g, WIDE)
    .replace(/(?<=\d) (?=[a-zA-Z])/g, WIDE)
}
