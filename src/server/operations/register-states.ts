import type { Kysely } from 'kysely';
import { saturated } from '../db/readable-sum.ts';
import type { Schema } from '../db/schema.ts';
import type { RegisterRow } from '../db/schema-shop.ts';

/** A register with what is missing of it. */
export type RegisterState = RegisterRow & {
  /** Events that the server knows to exist, for later ones came, and does not have. */
  missing_events: number;
  /** Events in its chains. */
  events: number;
};

/** The registers, of one organisation or all, by code. */
export async function readRegisterStates(db: Kysely<Schema>, organisationId: string | null): Promise<RegisterState[]> {
  const registers = await db
    .selectFrom('registers')
    .selectAll()
    .$if(organisationId !== null, (query) => query.where('organisation_id', '=', organisationId))
    .orderBy('organisation_id')
    .orderBy('code')
    .execute();
  const chains = await db
    .selectFrom('chain_heads')
    .select(['organisation_id', 'register_id', 'epoch', 'seq'])
    .$if(organisationId !== null, (query) => query.where('organisation_id', '=', organisationId))
    .execute();
  const gaps = await db
    .selectFrom('chain_gaps')
    .select(['organisation_id', 'register_id', 'epoch', 'seen_seq'])
    .$if(organisationId !== null, (query) => query.where('organisation_id', '=', organisationId))
    .execute();
  const heads = new Map(chains.map((chain) => [chainKey(chain), chain.seq]));
  const missing = new Map<string, number>();
  for (const gap of gaps) {
    // The event that was seen is on its till as well, but it is not what leads to it.
    const lacking = Math.max(gap.seen_seq - 1 - (heads.get(chainKey(gap)) ?? 0), 0);
    missing.set(registerKey(gap), saturated((missing.get(registerKey(gap)) ?? 0) + lacking));
  }
  const events = new Map<string, number>();
  for (const chain of chains) {
    events.set(registerKey(chain), (events.get(registerKey(chain)) ?? 0) + chain.seq);
  }
  return registers.map((register) => ({
    ...register,
    missing_events: missing.get(registerKey(register)) ?? 0,
    events: events.get(registerKey(register)) ?? 0,
  }));
}

/** Ids hold no line feed. */
export function registerKey(row: Pick<RegisterRow, 'organisation_id' | 'register_id'>): string {
  return `${row.organisation_id}\n${row.register_id}`;
}

function chainKey(row: { organisation_id: string; register_id: string; epoch: number }): string {
  return `${registerKey(row)}\n${String(row.epoch)}`;
}
