import type { Identity } from '@flowkit/contract'
import { openSealed } from '@flowkit/service'
import type { Action } from './action.ts'

/** Why a message is not believed. */
type Refusal = 'Not sealed.' | 'The seal is forged.' | 'The seal has expired.' | 'No identity is named.'

/** A message without its seal, if it has one. */
export type Unsealed = { readonly text: string; readonly proven: boolean } | { readonly refusal: Refusal }

/**
 * Takes the seal off a message and checks it. Without a key nothing is sealed, and everything is believed.
 *
 * @param message The message as it came, and what it is as JSON.
 */
export function unsealed(message: { text: string; value: unknown }, key: string | undefined): Unsealed {
  if (key === undefined) return { text: message.text, proven: true }
  const opened = openSealed(message.value, key)
  switch (opened.seal) {
    case 'good':
      return { text: opened.request, proven: true }
    case 'none':
      return { text: message.text, proven: false }
    case 'forged':
      return { refusal: 'The seal is forged.' }
    case 'expired':
      return { refusal: 'The seal has expired.' }
  }
}

/**
 * Why an action may not be done on somebody's behalf; undefined when it may. With a key, everything but what is open
 * to anybody is done for the gateway only, and only on behalf of somebody.
 */
export function distrust(
  action: Pick<Action, 'open'>,
  identity: Identity | undefined,
  { proven, key }: { readonly proven: boolean; readonly key: string | undefined },
): Refusal | undefined {
  if (key === undefined || (action.open && !identity)) return undefined
  if (!proven) return 'Not sealed.'
  return identity ? undefined : 'No identity is named.'
}
