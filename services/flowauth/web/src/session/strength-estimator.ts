import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common'
import { dictionary as english } from '@zxcvbn-ts/language-en'

/** The server judges by the same words; see its `password-strength.ts`. */
const estimator = new ZxcvbnFactory({ dictionary: { ...common, ...english }, graphs: adjacencyGraphs })

const LONGEST_JUDGED = 100

/** How hard a password is to guess, from 0 to 4. */
export function passwordScore(password: string, username: string): number {
  return estimator.check(password.slice(0, LONGEST_JUDGED), [username, 'flowauth', 'flowkit']).score
}
