import { z } from 'zod'
import { qualityChecks } from '../../release/quality-checks.ts'
import { defineAction } from '../action.ts'

/** The quality checks whose outcomes can be asked for. */
export const listQaChecks = defineAction({
  name: 'list_qa_checks',
  params: z.strictObject({}),
  handle: async (_params, { engine }) => ({ available_qa_checks: await qualityChecks(engine.control) }),
})
