import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import type { ServerDeps } from '../deps.ts';
import { instantNow } from '../deps.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { findDevice } from '../http/device-auth.ts';
import { sameSecret, secretText, sha256Hex } from '../http/secrets.ts';

const COOKIE = 'mostrador_session';
const LIFETIME_SECONDS = 12 * 60 * 60;

/** A person signed in to the office. */
export interface OfficePerson {
  organisationId: string;
  organisationName: string;
  staffId: string;
  name: string;
  role: 'cashier' | 'supervisor' | 'manager';
  csrfToken: string;
}

/** Starts a session of twelve hours: the cookie gets the token, the database only its hash. Null when the person is gone. */
export async function startSession(
  deps: ServerDeps,
  c: Context,
  person: { organisationId: string; staffId: string },
): Promise<OfficePerson | null> {
  const token = secretText(deps.randomBytes(32));
  await deps.database.db
    .insertInto('office_sessions')
    .values({
      token_hash: sha256Hex(token),
      organisation_id: person.organisationId,
      staff_id: person.staffId,
      csrf_token: secretText(deps.randomBytes(32)),
      created_at: instantNow(deps),
      expires_at: new Date(deps.now() + LIFETIME_SECONDS * 1000).toISOString(),
    })
    .execute();
  await deps.database.db.deleteFrom('office_sessions').where('expires_at', '<=', instantNow(deps)).execute();
  setCookie(c, COOKIE, token, {
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    maxAge: LIFETIME_SECONDS,
    secure: isSecure(c),
  });
  return personOfToken(deps, token);
}

/** Behind a proxy that ends TLS the socket is plain; believing its word can only make the cookie stricter. */
function isSecure(c: Context): boolean {
  return new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https';
}

/** Ends the session for good, not only in this browser. */
export async function endSession(deps: ServerDeps, c: Context): Promise<void> {
  const token = getCookie(c, COOKIE);
  if (token !== undefined) {
    await deps.database.db.deleteFrom('office_sessions').where('token_hash', '=', sha256Hex(token)).execute();
  }
  deleteCookie(c, COOKIE, { path: '/' });
}

/** Who the request's cookie belongs to; null when nobody or the session has ended. */
export async function findPerson(deps: ServerDeps, c: Context): Promise<OfficePerson | null> {
  const token = getCookie(c, COOKIE);
  return token === undefined ? null : personOfToken(deps, token);
}

async function personOfToken(deps: ServerDeps, token: string): Promise<OfficePerson | null> {
  const row = await deps.database.db
    .selectFrom('office_sessions as session')
    .innerJoin('staff', (join) =>
      join
        .onRef('staff.organisation_id', '=', 'session.organisation_id')
        .onRef('staff.staff_id', '=', 'session.staff_id'),
    )
    .innerJoin('organisations as organisation', 'organisation.organisation_id', 'session.organisation_id')
    .select([
      'session.organisation_id',
      'session.csrf_token',
      'staff.staff_id',
      'staff.name',
      'staff.role',
      'organisation.name as organisation_name',
    ])
    .where('session.token_hash', '=', sha256Hex(token))
    .where('session.expires_at', '>', instantNow(deps))
    .executeTakeFirst();
  return row === undefined
    ? null
    : {
        organisationId: row.organisation_id,
        organisationName: row.organisation_name,
        staffId: row.staff_id,
        name: row.name,
        role: row.role,
        csrfToken: row.csrf_token,
      };
}

/** Lets a request in only with an office session; a change must also show the session's CSRF token. */
export function requireOffice(deps: ServerDeps) {
  return createMiddleware<{ Variables: { person: OfficePerson } }>(async (c, next) => {
    const person = await findPerson(deps, c);
    if (person === null) {
      throw new ApiProblem('SESSION_MISSING');
    }
    if (c.req.method !== 'GET' && !sameSecret(c.req.header('x-csrf-token') ?? '', person.csrfToken)) {
      throw new ApiProblem('CSRF_TOKEN_WRONG');
    }
    c.set('person', person);
    await next();
  });
}

/** Lets in both an enrolled register and a person of the office; either sees its own organisation only. */
export function requireMember(deps: ServerDeps) {
  return createMiddleware<{ Variables: { organisationId: string } }>(async (c, next) => {
    const member = c.req.header('authorization') === undefined ? await findPerson(deps, c) : await findDevice(deps, c);
    if (member === null) {
      throw new ApiProblem(c.req.header('authorization') === undefined ? 'SESSION_MISSING' : 'DEVICE_NOT_ENROLLED');
    }
    c.set('organisationId', member.organisationId);
    await next();
  });
}
