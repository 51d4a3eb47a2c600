import { ADMINISTERING } from './administering.ts'
import { SIGNING_IN } from './signing-in.ts'
import type { State } from './state.ts'
import { USING } from './using.ts'

export type { State } from './state.ts'

/** All states of the pages that have no address: what is judged on every page is judged in them too. */
export const STATES: readonly State[] = [...SIGNING_IN, ...USING, ...ADMINISTERING]
