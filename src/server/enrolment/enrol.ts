import type { Kysely } from 'kysely';
import { demoPins, type EnrolmentAnswer, type EnrolmentRequest } from '#protocol/enrolment.ts';
import { localOnWire, readLocal } from '../catalogue/read-locals.ts';
import type { Schema } from '../db/schema.ts';
import type { RegisterRow } from '../db/schema-shop.ts';
import { instantNow, type ServerDeps } from '../deps.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { secretText, sha256Hex } from '../http/secrets.ts';
import { noteLeftBehind } from './note-left-behind.ts';

/**
 * Makes a device the register it has a code for, or a register of the demo shop. Whatever device was this register
 * before loses its token at once. The journal of the new device begins in an epoch of its own.
 */
export async function enrol(deps: ServerDeps, request: EnrolmentRequest): Promise<EnrolmentAnswer> {
  const token = secretText(deps.randomBytes(32));
  return deps.database.db.transaction().execute(async (trx) => {
    const place = 'code' in request ? await placeOfCode(deps, trx, request) : await demoPlace(trx);
    const before = await trx
      .selectFrom('registers')
      .selectAll()
      .where('organisation_id', '=', place.organisationId)
      .where('register_id', '=', place.registerId)
      .executeTakeFirstOrThrow();
    await noteLeftBehind(deps, trx, before);
    const register = await trx
      .updateTable('registers')
      .set((row) => ({
        epoch: row('epoch', '+', 1),
        device_token_hash: sha256Hex(token),
        enrolled_at: instantNow(deps),
        unsent_events: null,
        unsent_oldest_sold_at: null,
        unsent_told_at: null,
      }))
      .where('organisation_id', '=', place.organisationId)
      .where('register_id', '=', place.registerId)
      .returningAll()
      .executeTakeFirstOrThrow();
    return answerOf(trx, register, token);
  });
}

type CodeRequest = Extract<EnrolmentRequest, { code: string }>;

interface Place {
  organisationId: string;
  registerId: string;
}

/** Taking the code and marking it as used is one statement, so that two devices can never use it both. */
async function placeOfCode(deps: ServerDeps, trx: Kysely<Schema>, request: CodeRequest): Promise<Place> {
  const now = instantNow(deps);
  const row = await trx
    .updateTable('enrolment_codes')
    .set({ used_at: now })
    .where('code_hash', '=', sha256Hex(request.code))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(['organisation_id', 'register_id'])
    .executeTakeFirst();
  if (row === undefined) {
    throw new ApiProblem('ENROLMENT_CODE_NOT_VALID');
  }
  const { only } = request;
  const isOther = only?.register_id !== row.register_id || only.organisation_id !== row.organisation_id;
  if (only !== undefined && isOther) {
    // The whole transaction is undone with this, and the code unused with it.
    throw new ApiProblem('CODE_OF_ANOTHER_REGISTER');
  }
  return { organisationId: row.organisation_id, registerId: row.register_id };
}

/** The first register of the demo shop that never was enrolled; when all are taken, a new one. */
async function demoPlace(trx: Kysely<Schema>): Promise<Place> {
  // Writing the row keeps every other demo guest waiting until this one has its register.
  const shop = await trx
    .updateTable('organisations')
    .set((row) => ({ name: row.ref('name') }))
    .where('demo_pins', 'is not', null)
    .returning('organisation_id')
    .executeTakeFirst();
  if (shop === undefined) {
    throw new ApiProblem('NO_DEMO_SHOP');
  }
  const registers = await trx
    .selectFrom('registers')
    .select(['register_id', 'local_id', 'code', 'epoch'])
    .where('organisation_id', '=', shop.organisation_id)
    .orderBy('code')
    .execute();
  const free = registers.find((register) => register.epoch === 0);
  const registerId = free?.register_id ?? (await addDemoRegister(trx, shop.organisation_id, registers));
  return { organisationId: shop.organisation_id, registerId };
}

async function addDemoRegister(
  trx: Kysely<Schema>,
  organisationId: string,
  taken: Pick<RegisterRow, 'local_id' | 'code'>[],
): Promise<string> {
  const last = Math.max(...taken.map((register) => Number(/^T(\d+)$/.exec(register.code)?.[1] ?? 0)));
  const number = String(last + 1).padStart(2, '0');
  const registerId = `${organisationId}-t${number}`;
  await trx
    .insertInto('registers')
    .values({
      organisation_id: organisationId,
      register_id: registerId,
      local_id: taken[0]?.local_id ?? '',
      code: `T${number}`,
      name: `Caja ${String(last + 1)}`,
      epoch: 0,
      device_token_hash: null,
      enrolled_at: null,
      last_seen_at: null,
    })
    .execute();
  return registerId;
}

async function answerOf(trx: Kysely<Schema>, register: RegisterRow, token: string): Promise<EnrolmentAnswer> {
  const organisation = await trx
    .selectFrom('organisations')
    .selectAll()
    .where('organisation_id', '=', register.organisation_id)
    .executeTakeFirstOrThrow();
  const local = await readLocal(trx, { organisationId: register.organisation_id, localId: register.local_id });
  const pins = organisation.demo_pins;
  return {
    organisation: { organisation_id: organisation.organisation_id, name: organisation.name },
    local: localOnWire(local),
    register: { register_id: register.register_id, code: register.code, name: register.name },
    epoch: register.epoch,
    device_token: token,
    demo_pins: pins === null ? null : demoPins.parse(JSON.parse(pins)),
  };
}
