import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { ServerDeps } from '../deps.ts';
import { ApiProblem } from './api-problem.ts';
import { sha256Hex } from './secrets.ts';

/** The register a request comes from, known by its device token. */
export interface Device {
  organisationId: string;
  localId: string;
  registerId: string;
  tokenHash: string;
}

/** Lets a request in only with the token of an enrolled register: `Authorization: Bearer …`. */
export function requireDevice(deps: ServerDeps) {
  return createMiddleware<{ Variables: { device: Device } }>(async (c, next) => {
    const device = await findDevice(deps, c);
    if (device === null) {
      throw new ApiProblem('DEVICE_NOT_ENROLLED');
    }
    c.set('device', device);
    await next();
  });
}

/** The register that the request's token belongs to; null when there is none. */
export async function findDevice(deps: ServerDeps, c: Context): Promise<Device | null> {
  const token = /^Bearer ([\w-]{32,100})$/.exec(c.req.header('authorization') ?? '')?.[1];
  if (token === undefined) {
    return null;
  }
  const tokenHash = sha256Hex(token);
  const row = await deps.database.db
    .selectFrom('registers')
    .select(['organisation_id', 'local_id', 'register_id'])
    .where('device_token_hash', '=', tokenHash)
    .executeTakeFirst();
  return row === undefined
    ? null
    : { organisationId: row.organisation_id, localId: row.local_id, registerId: row.register_id, tokenHash };
}
