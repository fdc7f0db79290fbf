import type { Kysely } from 'kysely';
import { canonicalJson } from '#core/journal/canonical-json.ts';
import type { Promotion } from '#core/promotion/promotion.ts';
import type { Schema } from '../db/schema.ts';
import { sha256Hex } from '../http/secrets.ts';

interface Place {
  organisationId: string;
  localId: string;
}

/** Hashes of every definition that the tills of a local were ever given, by promotion id. */
export type PublishedPromotions = ReadonlyMap<string, ReadonlySet<string>>;

/** SHA-256 in hex of what the promotion says, however its fields are ordered. */
export function definitionHash(promotion: Promotion): string {
  return sha256Hex(canonicalJson(promotion));
}

/**
 * Remembers what tills are given from now on. A till that was offline for a week still sells by what it was given
 * then, so nothing is ever taken off this list. `now` is the UTC instant.
 */
export async function recordPublished(
  db: Kysely<Schema>,
  place: Place,
  published: { promotions: readonly Promotion[]; now: string },
): Promise<void> {
  for (const promotion of published.promotions) {
    await db
      .insertInto('published_promotions')
      .values({
        organisation_id: place.organisationId,
        local_id: place.localId,
        promotion_id: promotion.promotion_id,
        definition_hash: definitionHash(promotion),
        first_published_at: published.now,
        promotion: JSON.stringify(promotion),
      })
      .onConflict((conflict) =>
        conflict.columns(['organisation_id', 'local_id', 'promotion_id', 'definition_hash']).doNothing(),
      )
      .execute();
  }
}

/** What was ever published of these promotions. */
export async function findPublished(
  db: Kysely<Schema>,
  place: Place,
  promotionIds: readonly string[],
): Promise<PublishedPromotions> {
  const found = new Map<string, Set<string>>();
  if (promotionIds.length === 0) {
    return found;
  }
  const rows = await db
    .selectFrom('published_promotions')
    .select(['promotion_id', 'definition_hash'])
    .where('organisation_id', '=', place.organisationId)
    .where('local_id', '=', place.localId)
    .where('promotion_id', 'in', promotionIds)
    .execute();
  for (const { promotion_id: id, definition_hash: hash } of rows) {
    found.set(id, (found.get(id) ?? new Set()).add(hash));
  }
  return found;
}
