import type { Kysely } from 'kysely';
import type { Policy } from '#core/catalogue/catalogue.ts';
import { policySchema } from '#protocol/catalogue.ts';
import type { Schema } from '../db/schema.ts';

/** A store with what it has decided. */
export interface Local {
  localId: string;
  name: string;
  policy: Policy;
}

/** The locals of an organisation, by name. */
export async function readLocals(db: Kysely<Schema>, organisationId: string): Promise<Local[]> {
  const rows = await db
    .selectFrom('locals')
    .select(['local_id', 'name', 'policy'])
    .where('organisation_id', '=', organisationId)
    .orderBy('name')
    .execute();
  return rows.map((row) => ({ localId: row.local_id, name: row.name, policy: parsePolicy(row.policy) }));
}

/** One local; throws when it does not exist. */
export async function readLocal(
  db: Kysely<Schema>,
  place: { organisationId: string; localId: string },
): Promise<Local> {
  const local = (await readLocals(db, place.organisationId)).find((each) => each.localId === place.localId);
  if (local === undefined) {
    throw new Error(`there is no local ${place.localId}`);
  }
  return local;
}

/** What the wire tells of a local. */
export function localOnWire(local: Local) {
  return {
    local_id: local.localId,
    name: local.name,
    time_zone: local.policy.time_zone,
    currency: local.policy.currency,
  };
}

/** What the column of that name holds. */
export function parsePolicy(json: string): Policy {
  return policySchema.parse(JSON.parse(json));
}
