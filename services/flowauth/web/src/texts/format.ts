import { texts } from './index.ts'
import { locale } from './language.ts'

const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })

/** A moment as people read it, in the time zone of their browser. */
export function formatMoment(iso: string): string {
  return moments.format(new Date(iso))
}

/** A size as people read it. */
export function formatBytes(bytes: number): string {
  const { bytes: small, kilobytes } = texts.sizes
  if (bytes < 1024) return small(formatNumber(bytes))
  return kilobytes(
    (bytes / 1024).toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  )
}

/** A number as people read it. */
export function formatNumber(number: number): string {
  return number.toLocaleString(locale)
}

/** Whether a moment has passed; null never does. */
export function isPast(iso: string | null): boolean {
  return iso !== null && Date.parse(iso) <= Date.now()
}

/** The time zone that moments are shown and entered in. */
export function timeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}
