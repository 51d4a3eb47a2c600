import { closeGrantParams } from '@flowkit/contract'
import { NoSuchGrant, closeGrant as noteClosing } from '../../store/ledger.ts'
import { defineAction } from '../action.ts'
import { ActionError } from '../reply.ts'

/** Notes how the delivery of a result to the asker ended. */
export const closeGrant = defineAction({
  name: 'close_grant',
  params: closeGrantParams,
  handle: async ({ grant, outcome, bytes }, { engine, identity }) => {
    if (!identity)
      throw new ActionError('Grants are closed by whom they were made to: the request names no identity.')
    await noteClosing(engine.control, identity, grant, outcome, bytes).catch(error => {
      throw error instanceof NoSuchGrant ? new ActionError(error.message) : error
    })
    return {}
  },
})
