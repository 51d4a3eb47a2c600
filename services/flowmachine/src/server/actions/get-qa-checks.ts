import { localDate } from '@flowkit/contract'
import { z } from 'zod'
import { qualityOutcomes } from '../../release/quality-checks.ts'
import { defineAction } from '../action.ts'

/** What a quality check said of the days from `start_date` to `end_date`, the last one included. */
export const getQaChecks = defineAction({
  name: 'get_qa_checks',
  params: z.strictObject({
    cdr_type: z.string(),
    check_type: z.string(),
    start_date: localDate,
    end_date: localDate,
  }),
  handle: async (asked, { engine }) => ({ qa_checks: await qualityOutcomes(engine.control, asked) }),
})
