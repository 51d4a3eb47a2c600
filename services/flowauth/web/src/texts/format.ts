const moments = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** A moment as people read it, in the time zone of their browser. */
export function formatMoment(iso: string): string {
  return moments.format(new Date(iso))
}

/** A size as people read it. */
export function formatBytes(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} kB`
}

/** Whether a moment has passed; null never does. */
export function isPast(iso: string | null): boolean {
  return iso !== null && Date.parse(iso) <= Date.now()
}

/** The time zone that moments are shown and entered in. */
export function timeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}
