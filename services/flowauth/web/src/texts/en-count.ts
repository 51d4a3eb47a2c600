/** A number of things, in English: `1 role`, `2,000 scopes`. */
export const count = (number: number, one: string, many: string) =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`
