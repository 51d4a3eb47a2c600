const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 }

/**
 * The seconds in a duration such as `90s`, `15m`, `24h` or `7d`.
 *
 * @throws {Error} for anything else.
 */
export function seconds(duration: string): number {
  const [, count, unit = ''] = /^([1-9]\d*)([smhd])$/.exec(duration) ?? []
  const factor = SECONDS[unit]
  if (count === undefined || factor === undefined)
    throw new Error(`"${duration}" is not a duration such as 90s, 15m, 24h or 7d.`)
  return Number(count) * factor
}
