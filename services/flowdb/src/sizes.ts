const KILOBYTE = 1024
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** Bytes from a size as PostgreSQL writes it: `16GB`, `512 MB`, or plain bytes. Undefined for anything else. */
export function parseSize(text: string): number | undefined {
  const [, number, unit = 'B'] = /^(\d+)\s*([a-z]+)?$/i.exec(text.trim()) ?? []
  const power = UNITS.findIndex(name => name.toLowerCase() === unit.toLowerCase())
  return number === undefined || power < 0 ? undefined : Number(number) * KILOBYTE ** power
}

/** A setting of PostgreSQL, in the largest unit that leaves a whole number; rounded down to kilobytes. */
export function postgresSize(bytes: number): string {
  let amount = Math.floor(bytes / KILOBYTE)
  let unit = 1
  while (amount > 0 && amount % KILOBYTE === 0 && unit < UNITS.length - 1) {
    amount /= KILOBYTE
    unit += 1
  }
  return `${amount}${UNITS[unit]}`
}

/** A size for people: `9.4 GB`. */
export function humanSize(bytes: number): string {
  let amount = bytes
  let unit = 0
  while (amount >= 1000 && unit < UNITS.length - 1) {
    amount /= KILOBYTE
    unit += 1
  }
  return `${amount.toLocaleString('en', { maximumFractionDigits: unit > 0 && amount < 10 ? 1 : 0 })} ${UNITS[unit]}`
}
