import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { createRoute } from '@hono/zod-openapi';
import { success } from '#protocol/answer.ts';
import { catalogueSnapshot, staffList } from '#protocol/catalogue.ts';
import type { ServerDeps } from '../deps.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { type Device, requireDevice } from '../http/device-auth.ts';
import { answers, BY_DEVICE, createRouter, refusals } from '../http/router.ts';

const pack = promisify(gzip);

/** Packed snapshots kept in memory: every till of a local asks for the same one. */
const SNAPSHOTS_KEPT = 8;

/** What a till needs to sell without a line: the catalogue and the people. */
export function catalogueRoutes(deps: ServerDeps) {
  const router = createRouter();
  const packed = new Map<string, Uint8Array<ArrayBuffer>>();

  const snapshot = createRoute({
    method: 'get',
    path: '/api/v1/pos/catalogue/snapshot',
    summary: 'The catalogue in one immutable version; its ETag is the version',
    security: BY_DEVICE,
    middleware: requireDevice(deps),
    responses: {
      200: answers('The catalogue', success(catalogueSnapshot)),
      304: { description: 'The version given in If-None-Match is still the newest' },
      ...refusals(401, 404),
    },
  });
  router.openapi(snapshot, async (c) => {
    const version = await currentVersion(deps, c.var.device);
    const headers = { etag: `"${version}"`, 'cache-control': 'no-cache', vary: 'Accept-Encoding' };
    if (holdsVersion(c.req.header('if-none-match') ?? '', version)) {
      return c.body(null, 304, headers);
    }
    const json = { ...headers, 'content-type': 'application/json; charset=UTF-8' };
    if (!(c.req.header('accept-encoding') ?? '').includes('gzip')) {
      return c.body(await snapshotText(deps, c.var.device, version), 200, json);
    }
    const key = `${c.var.device.organisationId} ${c.var.device.localId} ${version}`;
    const bytes = packed.get(key) ?? new Uint8Array(await pack(await snapshotText(deps, c.var.device, version)));
    if (packed.size >= SNAPSHOTS_KEPT) {
      packed.clear();
    }
    packed.set(key, bytes);
    return c.body(bytes, 200, { ...json, 'content-encoding': 'gzip' });
  });

  const staff = createRoute({
    method: 'get',
    path: '/api/v1/pos/staff',
    summary: 'The people who may sign in at this register',
    security: BY_DEVICE,
    middleware: requireDevice(deps),
    responses: { 200: answers('People', success(staffList)), ...refusals(401) },
  });
  router.openapi(staff, async (c) => {
    const rows = await deps.database.db
      .selectFrom('staff')
      .select(['staff_id', 'name', 'role', 'language', 'pin_verifier'])
      .where('organisation_id', '=', c.var.device.organisationId)
      .orderBy('name')
      .execute();
    c.header('cache-control', 'no-store');
    return c.json({ status: 'success' as const, data: rows }, 200);
  });

  return router;
}

/** If-None-Match is a list, its members perhaps weakened by a proxy that packed the answer. */
function holdsVersion(header: string, version: string): boolean {
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === `"${version}"`);
}

async function currentVersion(deps: ServerDeps, device: Device): Promise<string> {
  const local = await deps.database.db
    .selectFrom('locals')
    .select('catalogue_version')
    .where('organisation_id', '=', device.organisationId)
    .where('local_id', '=', device.localId)
    .executeTakeFirst();
  if (local === undefined || local.catalogue_version === null) {
    throw new ApiProblem('NOT_FOUND', { what: 'catalogue' });
  }
  return local.catalogue_version;
}

/** The stored text goes out as it is: it was checked against the schema when it was made. */
async function snapshotText(deps: ServerDeps, device: Device, version: string): Promise<string> {
  const { catalogue } = await deps.database.db
    .selectFrom('catalogue_snapshots')
    .select('catalogue')
    .where('organisation_id', '=', device.organisationId)
    .where('local_id', '=', device.localId)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return `{"status":"success","data":${catalogue}}`;
}
