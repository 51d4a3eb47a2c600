import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common'
import { dictionary as english } from '@zxcvbn-ts/language-en'
import { Refusal } from '../refusal.ts'

/** Of 4: more than 10^10 guesses. FlowKit asks for the same. */
const LEAST_SCORE = 4
/** The method takes longer the longer a password is, and one of this length is beyond guessing. */
const LONGEST_JUDGED = 100

const estimator = new ZxcvbnFactory({
  dictionary: { ...common, ...english },
  graphs: adjacencyGraphs,
  maxLength: LONGEST_JUDGED,
})

/**
 * Refuses a password that is easy to guess, above all one that holds the user's name.
 *
 * Method: D. L. Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security 2016.
 *
 * @throws {Refusal} `password_weak`.
 */
export function assertStrong(password: string, username: string): void {
  const { score } = estimator.check(password.slice(0, LONGEST_JUDGED), [username, 'flowauth', 'flowkit'])
  if (score < LEAST_SCORE) throw new Refusal('password_weak', { payload: { score } })
}
