import { createRoute, z } from '@hono/zod-openapi';
import { success } from '#protocol/answer.ts';
import {
  attentionCounts,
  attentionDetail,
  attentionList,
  attentionQuery,
  copyRequest,
  markRequest,
  postAllAnswer,
  postAnswer,
} from '#protocol/attention.ts';
import { id } from '#protocol/values.ts';
import { instantNow, type ServerDeps } from '../deps.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { answers, body, BY_OFFICE, createRouter, refusals } from '../http/router.ts';
import { type OfficePerson, requireOffice } from '../session/office-session.ts';
import { takeStep } from './attention-steps.ts';
import { decideCopy } from './decide-copy.ts';
import { postAgain } from './post-again.ts';
import { postAllAgain } from './post-all-again.ts';
import { readCounts, readDetail, readEntries } from './read-attention.ts';

/** Quarantined events tried by one request: what a person can wait for. */
const MOST_AT_ONCE = 500;

const ofEntry = { params: z.object({ id }) };

/** What a person should look at, and what they do about it. */
export function attentionRoutes(deps: ServerDeps) {
  const router = createRouter();
  addReading(router, deps);
  addMarking(router, deps);
  addPosting(router, deps);
  return router;
}

type Router = ReturnType<typeof createRouter>;

function addReading(router: Router, deps: ServerDeps): void {
  const office = { method: 'get' as const, security: BY_OFFICE, middleware: requireOffice(deps) };
  const { db } = deps.database;

  const list = createRoute({
    ...office,
    path: '/api/v1/attention',
    summary: 'What a person should look at, newest first, at most 200',
    request: { query: attentionQuery },
    responses: { 200: answers('The list', success(attentionList)), ...refusals(400, 401) },
  });
  router.openapi(list, async (c) => {
    const data = await readEntries(db, c.var.person.organisationId, c.req.valid('query'));
    return c.json({ status: 'success' as const, data }, 200);
  });

  const counts = createRoute({
    ...office,
    path: '/api/v1/attention/counts',
    summary: 'How much there is to look at',
    responses: { 200: answers('The counts', success(attentionCounts)), ...refusals(401) },
  });
  router.openapi(counts, async (c) => {
    const data = await readCounts(db, c.var.person.organisationId);
    return c.json({ status: 'success' as const, data }, 200);
  });

  const detail = createRoute({
    ...office,
    path: '/api/v1/attention/{id}',
    summary: 'One entry, what was done about it, and the text that it speaks of',
    request: ofEntry,
    responses: { 200: answers('The entry', success(attentionDetail)), ...refusals(401, 404) },
  });
  router.openapi(detail, async (c) => {
    const data = await readDetail(db, keyOf(c.var.person, c.req.valid('param')));
    return c.json({ status: 'success' as const, data }, 200);
  });
}

function addMarking(router: Router, deps: ServerDeps): void {
  const mark = createRoute({
    method: 'post',
    path: '/api/v1/attention/{id}/steps',
    summary: 'Says how far a person has got with it; who and when is written down',
    security: BY_OFFICE,
    middleware: requireOffice(deps),
    request: { ...ofEntry, body: body(markRequest) },
    responses: { 200: answers('The entry', success(attentionDetail)), ...refusals(400, 401, 403, 404, 415) },
  });
  router.openapi(mark, async (c) => {
    const { person } = c.var;
    if (person.role === 'cashier') {
      throw new ApiProblem('NOT_ALLOWED', { operation: 'mark_attention', role: person.role });
    }
    const key = keyOf(person, c.req.valid('param'));
    const { status, note } = c.req.valid('json');
    const step = { action: 'mark' as const, status, note, taken_at: instantNow(deps), taken_by: person.staffId };
    const entry = await deps.database.db.transaction().execute((trx) => takeStep(trx, key, step));
    if (entry === null) {
      throw new ApiProblem('NOT_FOUND', { attention_id: key.attentionId });
    }
    const data = await readDetail(deps.database.db, key);
    return c.json({ status: 'success' as const, data }, 200);
  });
}

function addPosting(router: Router, deps: ServerDeps): void {
  const office = { method: 'post' as const, security: BY_OFFICE, middleware: requireOffice(deps) };
  const posted = { 200: answers('Whether it was posted', success(postAnswer)), ...refusals(401, 403, 404, 415) };

  const all = createRoute({
    ...office,
    path: '/api/v1/attention/repost_all',
    summary: 'Tries to post every quarantined event that is not done with, oldest first, at most 500',
    responses: { 200: answers('How many were posted', success(postAllAnswer)), ...refusals(401, 403) },
  });
  router.openapi(all, async (c) => {
    const { organisationId, staffId } = managerOnly(c.var.person);
    const data = await postAllAgain(deps, { organisationId, because: null, most: MOST_AT_ONCE }, staffId);
    deps.logger.info({ ...data, by: staffId }, 'quarantined events were tried again');
    return c.json({ status: 'success' as const, data }, 200);
  });

  const one = createRoute({
    ...office,
    path: '/api/v1/attention/{id}/repost',
    summary: 'Reads a quarantined event again and posts it, with its id, its place and its number',
    request: ofEntry,
    responses: posted,
  });
  router.openapi(one, async (c) => {
    const person = managerOnly(c.var.person);
    const data = await postAgain(deps, keyOf(person, c.req.valid('param')), person.staffId);
    return c.json({ status: 'success' as const, data }, 200);
  });

  const copy = createRoute({
    ...office,
    path: '/api/v1/attention/{id}/copy',
    summary: 'Posts a kept copy as a sale of its own, or says that it is the sale that is posted already',
    request: { ...ofEntry, body: body(copyRequest) },
    responses: posted,
  });
  router.openapi(copy, async (c) => {
    const person = managerOnly(c.var.person);
    const wish = { ...c.req.valid('json'), asker: person.staffId };
    const data = await decideCopy(deps, keyOf(person, c.req.valid('param')), wish);
    return c.json({ status: 'success' as const, data }, 200);
  });
}

function keyOf({ organisationId }: OfficePerson, { id: attentionId }: { id: string }) {
  return { organisationId, attentionId };
}

/** What is posted counts as money: a manager says so. */
function managerOnly(person: OfficePerson): OfficePerson {
  if (person.role !== 'manager') {
    throw new ApiProblem('NOT_ALLOWED', { operation: 'post_quarantined', role: person.role });
  }
  return person;
}
