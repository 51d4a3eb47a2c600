import { auditFilter, auditPage, auditQuery } from '../../api/audit.ts'
import { PAGE_SIZE, readAudit } from '../../audit/audit.ts'
import { auditCsv } from '../../audit/csv.ts'
import { routes } from '../../http/zod-schemas.ts'
import type { Services } from '../services.ts'

/** More than anybody reads; who needs all asks for one time after the other. */
const MOST_EXPORTED = 100_000

/** What was done, by whom and from where. There is no route that changes it. */
export const auditRoutes = routes<Services>((app, { pool }) => {
  app.get(
    '/api/admin/audit',
    { schema: { querystring: auditQuery, response: { 200: auditPage } } },
    async ({ query: { before, ...filter } }) => {
      const found = await readAudit(pool, filter, PAGE_SIZE + 1, before)
      return { entries: found.slice(0, PAGE_SIZE), more: found.length > PAGE_SIZE }
    },
  )

  app.get('/api/admin/audit.csv', { schema: { querystring: auditFilter } }, async (request, reply) =>
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="flowauth-audit.csv"')
      .send(auditCsv(await readAudit(pool, request.query, MOST_EXPORTED))),
  )
})
