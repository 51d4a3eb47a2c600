import type { FastifyPluginAsync } from 'fastify'
import { askerOf } from '../../auth/authentication.ts'
import { authorize } from '../../auth/scopes.ts'
import { ask } from '../../machine/ask.ts'
import { jsonResponse, type Operation } from '../../openapi/operation.ts'
import type { Services } from '../services.ts'
import { CHECK_SCHEMA } from './outcome-schemas.ts'

const operation: Operation = {
  operationId: 'qa.list_qa_checks.get',
  summary: 'List the quality checks of loaded days',
  description: 'Needs the scope get_qa_checks.',
  responses: {
    200: jsonResponse(
      'Every check that was made, by type of event.',
      { type: 'array', items: CHECK_SCHEMA },
      [{ cdr_type: 'calls', type_of_query_or_check: 'count_added_rows' }],
    ),
  },
}

/** `GET /api/0/qa/`: the quality checks whose outcomes can be asked for. Clients don't follow redirects to it. */
export const listQaChecks: FastifyPluginAsync<Services> = async (app, { machine }) => {
  app.get('/api/0/qa/', { config: { operation } }, async request => {
    authorize(request, ['get_qa_checks'])
    request.log.info('list_qa_checks')
    return (await ask(machine, 'list_qa_checks', {}, askerOf(request))).available_qa_checks
  })
}
