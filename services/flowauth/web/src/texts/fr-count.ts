/** A number of things, in French: `0 rôle`, `1 rôle`, `2 000 portées`. */
export const count = (number: number, one: string, many: string) =>
  `${number.toLocaleString('fr')} ${number < 2 ? one : many}`
