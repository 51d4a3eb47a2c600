import { dummyQuery as contract } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { defineKind } from './definition.ts'

/** Reads no data: `dummy_param`, one row with the parameter, after the delay. For trying out whether queries are run. */
export const dummyQuery = defineKind({
  contract,
  render: spec => sql`SELECT ${spec.dummy_param}::text AS dummy_param FROM pg_sleep(${spec.dummy_delay})`,
  release: {
    rule: { rule: 'not about subscribers' },
    shape: null,
    columns: () => ['dummy_param'],
    gridSize: () => null,
  },
})
