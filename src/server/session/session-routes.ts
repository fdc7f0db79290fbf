import { createRoute, z } from '@hono/zod-openapi';
import { success } from '#protocol/answer.ts';
import { sessionAnswer, signInRequest } from '#protocol/office.ts';
import { localOnWire, readLocals } from '../catalogue/read-locals.ts';
import type { ServerDeps } from '../deps.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { createRateLimit } from '../http/rate-limit.ts';
import { answers, body, BY_OFFICE, createRouter, refusals } from '../http/router.ts';
import { endSession, findPerson, type OfficePerson, requireOffice, startSession } from './office-session.ts';
import { HASH_OF_NOBODY, secretMatches } from './password.ts';

const SIGN_IN_ALLOWANCE = { burst: 20, perMinute: 10 };

const signIn = createRoute({
  method: 'post',
  path: '/api/v1/session',
  summary: 'Sign in to the office; the answer sets a cookie',
  request: { body: body(signInRequest) },
  responses: { 200: answers('Signed in', success(sessionAnswer)), ...refusals(400, 401, 415, 429) },
});

const whoAmI = createRoute({
  method: 'get',
  path: '/api/v1/session',
  summary: 'Who is signed in',
  security: BY_OFFICE,
  responses: { 200: answers('The person signed in', success(sessionAnswer)), ...refusals(401) },
});

/** Signing in and out of the office. */
export function sessionRoutes(deps: ServerDeps) {
  const router = createRouter();
  const limit = createRateLimit(SIGN_IN_ALLOWANCE, deps.now);

  router.openapi(signIn, async (c) => {
    const wait = limit.take(c.env.address ?? '');
    if (wait > 0) {
      throw new ApiProblem('TOO_MANY_TRIES', { wait_seconds: wait }, wait);
    }
    const known = await checkPassword(deps, c.req.valid('json'));
    const person = known === null ? null : await startSession(deps, c, known);
    if (person === null) {
      throw new ApiProblem('SIGN_IN_REFUSED');
    }
    return c.json({ status: 'success' as const, data: await answerOf(deps, person) }, 200);
  });

  router.openapi(whoAmI, async (c) => {
    const person = await findPerson(deps, c);
    if (person === null) {
      throw new ApiProblem('SESSION_MISSING');
    }
    return c.json({ status: 'success' as const, data: await answerOf(deps, person) }, 200);
  });

  const signOut = createRoute({
    method: 'delete',
    path: '/api/v1/session',
    summary: 'Sign out',
    security: BY_OFFICE,
    middleware: requireOffice(deps),
    responses: {
      200: answers('Signed out', success(z.object({ signed_out: z.literal(true) }))),
      ...refusals(401, 403),
    },
  });
  router.openapi(signOut, async (c) => {
    await endSession(deps, c);
    return c.json({ status: 'success' as const, data: { signed_out: true as const } }, 200);
  });

  return router;
}

/** A hash is checked for unknown addresses too, so that the time taken does not tell which addresses exist. */
async function checkPassword(deps: ServerDeps, { email, password }: { email: string; password: string }) {
  const row = await deps.database.db
    .selectFrom('staff')
    .select(['organisation_id', 'staff_id', 'password_hash'])
    .where('email', '=', email.trim().toLowerCase())
    .executeTakeFirst();
  const matches = await secretMatches(password, row?.password_hash ?? HASH_OF_NOBODY);
  return matches && row !== undefined ? { organisationId: row.organisation_id, staffId: row.staff_id } : null;
}

async function answerOf(deps: ServerDeps, person: OfficePerson) {
  const locals = await readLocals(deps.database.db, person.organisationId);
  return {
    staff_id: person.staffId,
    name: person.name,
    role: person.role,
    organisation_name: person.organisationName,
    locals: locals.map(localOnWire),
    csrf_token: person.csrfToken,
  };
}
