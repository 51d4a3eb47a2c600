/** Says a number of things: `2,000 scopes`, `1 rôle`. */
export type Count = (number: number, one: string, other: string) => string

/**
 * How a language says numbers of things, by the rules of Unicode: French says `0 rôle`, English `0 roles`.
 *
 * @param tag The language, such as `fr`.
 */
export function counting(tag: string): Count {
  const rules = new Intl.PluralRules(tag)
  return (number, one, other) =>
    `${number.toLocaleString(tag)} ${rules.select(number) === 'one' ? one : other}`
}
