import { createRoute, z } from '@hono/zod-openapi';
import { success } from '#protocol/answer.ts';
import { attentionList } from '#protocol/office.ts';
import type { ServerDeps } from '../deps.ts';
import { answers, BY_OFFICE, createRouter, refusals } from '../http/router.ts';
import { requireOffice } from '../session/office-session.ts';

/** Rows given at once; the newest are what a person can still do something about. */
const MOST_ROWS = 200;

const detailsSchema = z.record(z.string(), z.unknown());

/** What a person should look at. */
export function attentionRoutes(deps: ServerDeps) {
  const router = createRouter();

  const list = createRoute({
    method: 'get',
    path: '/api/v1/attention',
    summary: 'What a person should look at, newest first, at most 200',
    security: BY_OFFICE,
    middleware: requireOffice(deps),
    responses: { 200: answers('The list', success(attentionList)), ...refusals(401) },
  });
  router.openapi(list, async (c) => {
    const rows = await deps.database.db
      .selectFrom('attention')
      .selectAll()
      .where('organisation_id', '=', c.var.person.organisationId)
      .orderBy('created_at', 'desc')
      .orderBy('attention_id', 'desc')
      .limit(MOST_ROWS)
      .execute();
    const data = rows.map((row) => ({
      attention_id: row.attention_id,
      kind: row.kind,
      register_id: row.register_id,
      transaction_id: row.transaction_id,
      created_at: row.created_at,
      details: detailsSchema.parse(JSON.parse(row.details)),
    }));
    return c.json({ status: 'success' as const, data }, 200);
  });

  return router;
}
