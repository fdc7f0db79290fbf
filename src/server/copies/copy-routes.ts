import { createRoute } from '@hono/zod-openapi';
import { success } from '#protocol/answer.ts';
import { MAX_COPY_BYTES } from '#protocol/copy-limits.ts';
import { copyAnswer, copyKeyAnswer, sealedCopy } from '#protocol/copy.ts';
import type { ServerDeps } from '../deps.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { requireDevice } from '../http/device-auth.ts';
import { readBody } from '../http/read-body.ts';
import { answers, body, BY_DEVICE, BY_OFFICE, createRouter, refusals } from '../http/router.ts';
import { requireOffice } from '../session/office-session.ts';
import { newestCopyKey } from './copy-keys.ts';
import { takeInCopy } from './take-in-copy.ts';

const taken = {
  200: answers('What became of its events', success(copyAnswer)),
  ...refusals(400, 401, 403, 409, 413, 503),
};

const byTill = {
  method: 'post',
  path: '/api/v1/pos/copies',
  summary: 'A till brings a copy of what another till, or itself, has not sent. The same again is always safe',
  security: BY_DEVICE,
  request: { body: body(sealedCopy) },
  responses: taken,
} as const;

const byOffice = {
  method: 'post',
  path: '/api/v1/copies',
  summary: 'A manager brings a copy, also of a till that has been connected anew since: then each event is raised',
  security: BY_OFFICE,
  request: { body: body(sealedCopy) },
  responses: taken,
} as const;

/** Copies of what tills have not sent, brought as files. */
export function copyRoutes(deps: ServerDeps) {
  const router = createRouter();

  const key = createRoute({
    method: 'get',
    path: '/api/v1/pos/copy-key',
    summary: 'The key that a till seals copies of its unsent sales with',
    security: BY_DEVICE,
    middleware: requireDevice(deps),
    responses: { 200: answers('The key', success(copyKeyAnswer)), ...refusals(401) },
  });
  router.openapi(key, async (c) => {
    const data = await newestCopyKey(deps, c.var.device.organisationId);
    return c.json({ status: 'success' as const, data }, 200);
  });

  // The bodies are read by hand: whatever file somebody chose is answered in words, as a file.
  router.openAPIRegistry.registerPath(byTill);
  router.post(byTill.path, requireDevice(deps), async (c) => {
    const courier = { organisationId: c.var.device.organisationId, isOffice: false };
    const data = await takeInCopy(deps, courier, await readFile(c.req.raw));
    return c.json({ status: 'success' as const, data }, 200);
  });

  router.openAPIRegistry.registerPath(byOffice);
  router.post(byOffice.path, requireOffice(deps), async (c) => {
    const { organisationId, role } = c.var.person;
    if (role !== 'manager') {
      throw new ApiProblem('NOT_ALLOWED', { operation: 'take_in_copy', role });
    }
    const data = await takeInCopy(deps, { organisationId, isOffice: true }, await readFile(c.req.raw));
    return c.json({ status: 'success' as const, data }, 200);
  });

  return router;
}

/** The same limits as for every body, in words about a file. */
async function readFile(request: Request): Promise<string> {
  try {
    return await readBody(request, MAX_COPY_BYTES);
  } catch (error) {
    if (!(error instanceof ApiProblem)) {
      throw error;
    }
    throw new ApiProblem(error.kind === 'TOO_LARGE' ? 'COPY_TOO_LARGE' : 'COPY_DAMAGED', error.details);
  }
}
