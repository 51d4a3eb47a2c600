import { oneOf, type Random } from '../random.ts'

/** The name of the country, whose code XA is one that ISO 3166 leaves to its users. */
export const COUNTRY = { code: 'XA', name: 'Aluria' }

const ONSETS = [
  'b',
  'br',
  'c',
  'd',
  'f',
  'g',
  'h',
  'k',
  'l',
  'm',
  'n',
  'p',
  'r',
  's',
  'sh',
  't',
  'tr',
  'v',
  'y',
  'z',
] as const
const VOWELS = ['a', 'a', 'e', 'e', 'i', 'o', 'o', 'u', 'ai', 'ia'] as const
const MIDDLES = ['l', 'm', 'n', 'nd', 'r', 'rr', 's', 't', 'v', 'lv', 'mb', 'nt', 'sk'] as const
const ENDINGS = ['a', 'ara', 'en', 'enda', 'i', 'ia', 'is', 'o', 'ora', 'u', 'um', 'una'] as const

/** Makes names of places, such as Belaro or Tamburi; none comes twice from the same maker. */
export function placeNames(random: Random): () => string {
  const given = new Set<string>()
  return () => {
    let name: string
    do {
      // After a great many names the short ones are used up; another syllable makes room for more.
      const longer = given.size > 4000 ? oneOf(random, MIDDLES) + oneOf(random, VOWELS) : ''
      const word =
        oneOf(random, ONSETS) +
        oneOf(random, VOWELS) +
        longer +
        oneOf(random, MIDDLES) +
        oneOf(random, ENDINGS)
      name = word.charAt(0).toUpperCase() + word.slice(1)
    } while (given.has(name))
    given.add(name)
    return name
  }
}
