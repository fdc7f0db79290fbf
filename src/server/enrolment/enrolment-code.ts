import { instantNow, type ServerDeps } from '../deps.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { sha256Hex } from '../http/secrets.ts';
import type { OfficePerson } from '../session/office-session.ts';

const LIFETIME_MS = 10 * 60 * 1000;

/** Neither 0 and O nor 1 and I: the code is read aloud and typed. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Makes a code that turns one device into this register, once, within ten minutes. Only its hash is kept. */
export async function createEnrolmentCode(
  deps: ServerDeps,
  person: OfficePerson,
  registerId: string,
): Promise<{ code: string; expires_at: string }> {
  const register = await deps.database.db
    .selectFrom('registers')
    .select('register_id')
    .where('organisation_id', '=', person.organisationId)
    .where('register_id', '=', registerId)
    .executeTakeFirst();
  if (register === undefined) {
    throw new ApiProblem('NOT_FOUND', { register_id: registerId });
  }
  const code = codeText(deps.randomBytes(8));
  const expiresAt = new Date(deps.now() + LIFETIME_MS).toISOString();
  await deps.database.db.deleteFrom('enrolment_codes').where('expires_at', '<=', instantNow(deps)).execute();
  await deps.database.db
    .insertInto('enrolment_codes')
    .values({
      code_hash: sha256Hex(code),
      organisation_id: person.organisationId,
      register_id: registerId,
      created_by: person.staffId,
      expires_at: expiresAt,
      used_at: null,
    })
    .execute();
  return { code, expires_at: expiresAt };
}

function codeText(bytes: Uint8Array): string {
  const letters = Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}
