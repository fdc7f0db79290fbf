import { createRoute, z } from '@hono/zod-openapi';
import pLimit from 'p-limit';
import { success } from '#protocol/answer.ts';
import { epochAnswer, headAnswer, pushAnswer, pushRequest } from '#protocol/sync.ts';
import { hash } from '#protocol/values.ts';
import { instantNow, type ServerDeps } from '../deps.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { type Device, requireDevice } from '../http/device-auth.ts';
import { readBody } from '../http/read-body.ts';
import { answers, body, BY_DEVICE, createRouter, refusals } from '../http/router.ts';
import { readHead } from './batch.ts';
import { filePush, highWater } from './file-push.ts';
import { holdsStream } from './holds-stream.ts';
import { keepUnread } from './keep-unread.ts';
import { unsentColumns } from './note-waiting.ts';
import { jsonOf, readPush } from './read-push.ts';

/**
 * Most bytes of a push, packed or not. A till keeps below one MiB, but sends at least one event: the largest sale
 * there can be must fit, and so must one with a note that no till of ours would take, which is kept as it is.
 */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Large pushes filed at the same time; the others wait in the order in which they came. All at once, each would take
 * a connection to the database and none would be done before all are. The second uses the processor while the first
 * waits for the database; a third gains nothing.
 */
const LARGE_AT_ONCE = 2;

/** Characters of a push that is more than the sale just made: a till that sells does not wait for those that catch up. */
const LARGE = 32 * 1024;

const push = {
  method: 'post',
  path: '/api/v1/pos/sync',
  summary: 'A till hands over what happened; may be packed with gzip. Sending the same again is always safe',
  security: BY_DEVICE,
  request: { body: body(pushRequest) },
  responses: {
    200: answers('What became of each event', pushAnswer),
    ...refusals(400, 401, 403, 413, 415, 500),
  },
} as const;

const wholeNumber = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const headQuery = z.object({
  epoch: wholeNumber,
  seq: wholeNumber.optional(),
  hash: hash.optional(),
  /** An UnsentReport as JSON. Not readable, the question is as good. */
  unsent: z.string().optional(),
});

/** The tills' journals come in here. */
export function syncRoutes(deps: ServerDeps) {
  const router = createRouter();
  const inTurn = pLimit(LARGE_AT_ONCE);

  // The body is read by hand: it may be packed, and its items are kept word for word.
  router.openAPIRegistry.registerPath(push);
  router.post(push.path, requireDevice(deps), async (c) => {
    const text = await readBody(c.req.raw, MOST_BYTES);
    const file = async () => filePush(deps, c.var.device, await receivePush(deps, c.var.device, text));
    const answer = JSON.stringify(await (text.length > LARGE ? inTurn(file) : file()));
    // Of a known and small size it is not zipped, which would cost more than all the rest of the answer.
    const length = String(Buffer.byteLength(answer));
    return c.body(answer, 200, { 'content-type': 'application/json', 'content-length': length });
  });

  const head = createRoute({
    method: 'get',
    path: '/api/v1/pos/sync/head',
    summary: 'The newest event of an epoch without a gap before it',
    security: BY_DEVICE,
    middleware: requireDevice(deps),
    request: { query: headQuery },
    responses: { 200: answers('The head', success(headAnswer)), ...refusals(400, 401) },
  });
  router.openapi(head, async (c) => {
    const { epoch, seq, hash: asked, unsent } = c.req.valid('query');
    await noteContact(deps, c.var.device, unsent);
    const found = await readHead(deps.database.db, { device: c.var.device, epoch });
    const mark = seq === undefined || asked === undefined ? null : { seq, hash: asked };
    const stream = { db: deps.database.db, device: c.var.device, epoch };
    const data = {
      server_now: instantNow(deps),
      high_water: highWater(epoch, found),
      ...(mark === null ? {} : { holds: await holdsStream(stream, mark) }),
    };
    return c.json({ status: 'success' as const, data }, 200);
  });

  const epoch = createRoute({
    method: 'post',
    path: '/api/v1/pos/sync/epoch',
    summary: 'A new epoch, for a till that cannot prove what it last wrote',
    security: BY_DEVICE,
    middleware: requireDevice(deps),
    responses: { 200: answers('The epoch', success(epochAnswer)), ...refusals(401) },
  });
  router.openapi(epoch, async (c) => {
    const data = await raiseEpoch(deps, c.var.device);
    deps.logger.warn({ register: c.var.device.registerId, epoch: data.epoch }, 'a till asked for a new epoch');
    return c.json({ status: 'success' as const, data }, 200);
  });

  return router;
}

/** What of a push can be filed. What cannot be read at all is kept for a person before it is refused. */
async function receivePush(deps: ServerDeps, device: Device, text: string) {
  const push = readPush(text);
  if (push.kind === 'unreadable') {
    const reason = push.issues.map(({ path, message }) => `${path}: ${message}`).join('; ');
    await keepUnread(deps, device, { text, reason });
    throw new ApiProblem('INVALID_REQUEST', { where: 'body', issues: push.issues });
  }
  if (push.request.register_id !== device.registerId) {
    throw new ApiProblem('REGISTER_MISMATCH', { register_id: push.request.register_id });
  }
  return push;
}

/** The register was heard of, though it brought nothing; `unsent` is what it says that waits there. */
async function noteContact(
  deps: ServerDeps,
  { organisationId, registerId }: Device,
  unsent: string | undefined,
): Promise<void> {
  const now = instantNow(deps);
  await deps.database.db
    .updateTable('registers')
    .set({ last_seen_at: now, ...unsentColumns({ unsent: jsonOf(unsent ?? '') }, now) })
    .where('organisation_id', '=', organisationId)
    .where('register_id', '=', registerId)
    .execute();
}

async function raiseEpoch(deps: ServerDeps, device: Device): Promise<{ epoch: number }> {
  const register = await deps.database.db
    .updateTable('registers')
    .set((row) => ({ epoch: row('epoch', '+', 1) }))
    .where('organisation_id', '=', device.organisationId)
    .where('register_id', '=', device.registerId)
    .where('device_token_hash', '=', device.tokenHash)
    .returning('epoch')
    .executeTakeFirst();
  if (register === undefined) {
    throw new ApiProblem('DEVICE_NOT_ENROLLED');
  }
  return register;
}
