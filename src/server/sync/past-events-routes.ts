import { createRoute, z } from '@hono/zod-openapi';
import { success } from '#protocol/answer.ts';
import {
  journalPlace,
  MAX_PAST_EVENTS,
  type PastEvents,
  pastEvents,
  USUAL_PAST_EVENTS,
} from '#protocol/past-events.ts';
import type { ServerDeps } from '../deps.ts';
import { type Device, requireDevice } from '../http/device-auth.ts';
import { answers, BY_DEVICE, createRouter, refusals } from '../http/router.ts';

/** A page ends after so many characters: a line that is weak gets through it, and the largest sale still fits. */
const PAGE_CHARACTERS = 512 * 1024;

const past = {
  method: 'get',
  path: '/api/v1/pos/registers/self/events',
  summary: 'What this register once sent, newest first: for a till that was wiped, to look things up',
  security: BY_DEVICE,
  request: {
    query: z.object({
      before: journalPlace.optional(),
      limit: z.coerce.number().int().min(1).max(MAX_PAST_EVENTS).default(USUAL_PAST_EVENTS),
    }),
  },
  responses: { 200: answers('Events', success(pastEvents)), ...refusals(400, 401) },
} as const;

/** A till may read back its own journal, and no other's. */
export function pastEventsRoutes(deps: ServerDeps) {
  const router = createRouter();
  router.openapi(createRoute({ ...past, middleware: requireDevice(deps) }), async (c) => {
    const { before, limit } = c.req.valid('query');
    const data = await readPastEvents(deps, c.var.device, { before: before ?? null, limit });
    return c.json({ status: 'success' as const, data }, 200);
  });
  return router;
}

async function readPastEvents(
  { database }: ServerDeps,
  { organisationId, registerId }: Device,
  { before, limit }: { before: string | null; limit: number },
): Promise<PastEvents> {
  const [epoch = 0, seq = 0] = (before ?? '').split('.').map(Number);
  let query = database.db
    .selectFrom('journal_events')
    .select(['epoch', 'seq', 'raw'])
    .where('organisation_id', '=', organisationId)
    .where('register_id', '=', registerId)
    .where('status', '=', 'accepted');
  if (before !== null) {
    query = query.where((row) =>
      row.or([row('epoch', '<', epoch), row.and([row('epoch', '=', epoch), row('seq', '<', seq)])]),
    );
  }
  const rows = await query
    .orderBy('epoch', 'desc')
    .orderBy('seq', 'desc')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, Math.max(1, fittingCount(rows.slice(0, limit))));
  const last = page.at(-1);
  return {
    events: page.map((row): unknown => JSON.parse(row.raw)),
    next: last === undefined || page.length === rows.length ? null : `${String(last.epoch)}.${String(last.seq)}`,
  };
}

/** How many of these, from the first on, fit a page. */
function fittingCount(rows: readonly { raw: string }[]): number {
  let characters = 0;
  const tooMuch = rows.findIndex(({ raw }) => {
    characters += raw.length;
    return characters > PAGE_CHARACTERS;
  });
  return tooMuch === -1 ? rows.length : tooMuch;
}
