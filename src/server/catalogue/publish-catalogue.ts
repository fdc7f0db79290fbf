import type { Kysely } from 'kysely';
import { canonicalJson } from '#core/journal/canonical-json.ts';
import { catalogueSnapshot } from '#protocol/catalogue.ts';
import type { Schema } from '../db/schema.ts';
import { sha256Hex } from '../http/secrets.ts';
import { recordPublished } from './published-promotions.ts';
import { readCatalogue } from './read-catalogue.ts';

interface Place {
  organisationId: string;
  localId: string;
}

/**
 * Makes the snapshot that tills of this local are given from now on. Its version is the hash of its content, so
 * publishing what did not change changes nothing. `now` is the UTC instant. Resolves to the version.
 */
export async function publishCatalogue(db: Kysely<Schema>, place: Place, now: string): Promise<string> {
  const content = await readCatalogue(db, place);
  const version = sha256Hex(canonicalJson(content)).slice(0, 16);
  const catalogue = catalogueSnapshot.parse({ version, as_of: now, ...content });
  await recordPublished(db, place, { promotions: catalogue.promotions ?? [], now });
  await db
    .insertInto('catalogue_snapshots')
    .values({
      organisation_id: place.organisationId,
      local_id: place.localId,
      version,
      as_of: now,
      catalogue: JSON.stringify(catalogue),
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'local_id', 'version']).doNothing())
    .execute();
  await db
    .updateTable('locals')
    .set({ catalogue_version: version })
    .where('organisation_id', '=', place.organisationId)
    .where('local_id', '=', place.localId)
    .execute();
  return version;
}
