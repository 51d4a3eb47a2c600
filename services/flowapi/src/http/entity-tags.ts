import type { FastifyRequest } from 'fastify'

/** Callers may keep a result, if they ask each time whether it is still the one. */
export const KEPT_BY_CALLERS = 'private, no-cache'

/** The tag of a result by what makes it this one. Weak: the rows of a result come in no certain order. */
export function entityTag(...parts: readonly (string | number)[]): string {
  return `W/"${parts.join('.')}"`
}

/** The tags of what a caller holds already, as If-None-Match says; `*` among them is anything. */
export function heldTags({ headers }: Pick<FastifyRequest, 'headers'>): readonly string[] {
  return (headers['if-none-match'] ?? '').split(',').flatMap(tag => tag.trim() || [])
}
