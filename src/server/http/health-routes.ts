import { createRoute, z } from '@hono/zod-openapi';
import { sql } from 'kysely';
import { isMigrated } from '../db/migrate.ts';
import type { ServerDeps } from '../deps.ts';
import { ApiProblem } from './api-problem.ts';
import { answers, createRouter, refusals } from './router.ts';

const state = z.object({ status: z.literal('ok') });

const health = createRoute({
  method: 'get',
  path: '/health',
  summary: 'The process runs',
  responses: { 200: answers('It runs', state) },
});

const ready = createRoute({
  method: 'get',
  path: '/ready',
  summary: 'The database answers and its tables are up to date',
  responses: { 200: answers('Ready', state), ...refusals(503) },
});

/** For whoever watches the server; no one needs to be signed in. */
export function healthRoutes(deps: ServerDeps) {
  const router = createRouter();
  router.openapi(health, (c) => c.json({ status: 'ok' as const }, 200));
  router.openapi(ready, async (c) => {
    if (!(await isReady(deps))) {
      throw new ApiProblem('DATABASE_UNAVAILABLE', {}, 5);
    }
    return c.json({ status: 'ok' as const }, 200);
  });
  return router;
}

async function isReady(deps: ServerDeps): Promise<boolean> {
  try {
    await sql`select 1`.execute(deps.database.db);
    return await isMigrated(deps.database.db);
  } catch (error) {
    deps.logger.warn({ err: error }, 'the database does not answer');
    return false;
  }
}
