import { randomInt } from 'node:crypto'

/** Without letters and digits that look alike, since somebody may have to read it out. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'
const GROUP_LENGTH = 5

/** A secret that people can type, such as `k3vpm-x8qtz`: 24.8 random bits for each group. */
export function readableSecret(groups: number): string {
  const group = () =>
    Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  return Array.from({ length: groups }, group).join('-')
}
