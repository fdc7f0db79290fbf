import { createRoute, z } from '@hono/zod-openapi';
import { success } from '#protocol/answer.ts';
import { enrolmentAnswer, enrolmentRequest } from '#protocol/enrolment.ts';
import { enrolmentCodeAnswer, registerList } from '#protocol/office.ts';
import { id } from '#protocol/values.ts';
import type { ServerDeps } from '../deps.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { createRateLimit } from '../http/rate-limit.ts';
import { answers, body, BY_OFFICE, createRouter, refusals } from '../http/router.ts';
import { readRegisterStates, type RegisterState } from '../operations/register-states.ts';
import { type OfficePerson, requireOffice } from '../session/office-session.ts';
import { enrol } from './enrol.ts';
import { createEnrolmentCode } from './enrolment-code.ts';

/** A code has 32^8 values and lives ten minutes: sixty tries a minute find none, and no shop connects more tills. */
const ENROLMENT_ALLOWANCE = { burst: 60, perMinute: 60 };

const enrolment = createRoute({
  method: 'post',
  path: '/api/v1/pos/enrolments',
  summary: 'Make a device a register, with a one-time code or as a guest of the demo shop',
  request: { body: body(enrolmentRequest) },
  responses: { 201: answers('Enrolled', success(enrolmentAnswer)), ...refusals(400, 404, 409, 415, 429) },
});

/** Connecting devices: the device's side and the office's. */
export function enrolmentRoutes(deps: ServerDeps) {
  const router = createRouter();
  const limit = createRateLimit(ENROLMENT_ALLOWANCE, deps.now);

  router.openapi(enrolment, async (c) => {
    const wait = limit.take(c.env.address ?? '');
    if (wait > 0) {
      throw new ApiProblem('TOO_MANY_TRIES', { wait_seconds: wait }, wait);
    }
    const answer = await enrol(deps, c.req.valid('json'));
    deps.logger.info({ register: answer.register.register_id, epoch: answer.epoch }, 'a device was enrolled');
    c.header('cache-control', 'no-store');
    return c.json({ status: 'success' as const, statusCode: 201, data: answer }, 201);
  });

  const list = createRoute({
    method: 'get',
    path: '/api/v1/registers',
    summary: 'The registers of the organisation',
    security: BY_OFFICE,
    middleware: requireOffice(deps),
    responses: { 200: answers('Registers', success(registerList)), ...refusals(401) },
  });
  router.openapi(list, async (c) => {
    const data = await readRegisters(deps, c.var.person.organisationId);
    return c.json({ status: 'success' as const, data }, 200);
  });

  const code = createRoute({
    method: 'post',
    path: '/api/v1/registers/{id}/enrolment_codes',
    summary: 'A one-time code, good for ten minutes, that makes a device this register',
    security: BY_OFFICE,
    middleware: requireOffice(deps),
    request: { params: z.object({ id }) },
    responses: { 201: answers('The code', success(enrolmentCodeAnswer)), ...refusals(401, 403, 404) },
  });
  router.openapi(code, async (c) => {
    const data = await createEnrolmentCode(deps, managerOnly(c.var.person), c.req.valid('param').id);
    c.header('cache-control', 'no-store');
    return c.json({ status: 'success' as const, statusCode: 201, data }, 201);
  });

  return router;
}

function managerOnly(person: OfficePerson): OfficePerson {
  if (person.role !== 'manager') {
    throw new ApiProblem('NOT_ALLOWED', { operation: 'create_enrolment_code', role: person.role });
  }
  return person;
}

async function readRegisters(deps: ServerDeps, organisationId: string) {
  const rows = await readRegisterStates(deps.database.db, organisationId);
  return rows.map((row) => ({
    register_id: row.register_id,
    code: row.code,
    name: row.name,
    local_id: row.local_id,
    epoch: row.epoch,
    enrolled: row.device_token_hash !== null,
    last_seen_at: row.last_seen_at,
    unsent: unsentOf(row),
    missing_events: row.missing_events,
  }));
}

function unsentOf({ unsent_events: events, unsent_oldest_sold_at: soldAt, unsent_told_at: toldAt }: RegisterState) {
  return events === null || toldAt === null ? null : { events, oldest_sold_at: soldAt, told_at: toldAt };
}
