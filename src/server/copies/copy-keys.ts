import { webcrypto } from 'node:crypto';
import type { CopyKeyAnswer } from '#protocol/copy.ts';
import type { CopyKeyRow } from '../db/schema-shop.ts';
import { instantNow, type ServerDeps } from '../deps.ts';
import { secretText } from '../http/secrets.ts';

/** The key that an organisation's tills seal their copies with: the newest pair's public half; made when there is none. */
export async function newestCopyKey(
  deps: Pick<ServerDeps, 'database' | 'now' | 'randomBytes'>,
  organisationId: string,
): Promise<CopyKeyAnswer> {
  const known = await readNewest(deps, organisationId);
  if (known !== null) {
    return known;
  }
  const made = await makePair(deps, organisationId);
  return deps.database.db.transaction().execute(async (trx) => {
    // Writing the row keeps every other till that asks waiting, so that all of them get the same key.
    await trx
      .updateTable('organisations')
      .set((row) => ({ name: row.ref('name') }))
      .where('organisation_id', '=', organisationId)
      .execute();
    const before = await readNewest({ database: { db: trx } }, organisationId);
    if (before !== null) {
      return before;
    }
    await trx.insertInto('copy_keys').values(made).execute();
    return { key_id: made.key_id, public_key: made.public_key };
  });
}

/**
 * Gives every organisation that has no key one. Done when the server starts: a key that is older than the first backup
 * is in every backup, and what was sealed with it can be opened after each.
 */
export async function makeCopyKeys(deps: Pick<ServerDeps, 'database' | 'now' | 'randomBytes'>): Promise<void> {
  const organisations = await deps.database.db.selectFrom('organisations').select('organisation_id').execute();
  for (const { organisation_id: organisationId } of organisations) {
    await newestCopyKey(deps, organisationId);
  }
}

/** The private half of a pair; null when this organisation never had it. */
export async function findPrivateKey(
  deps: Pick<ServerDeps, 'database'>,
  organisationId: string,
  keyId: string,
): Promise<webcrypto.CryptoKey | null> {
  const row = await deps.database.db
    .selectFrom('copy_keys')
    .select('private_key')
    .where('organisation_id', '=', organisationId)
    .where('key_id', '=', keyId)
    .executeTakeFirst();
  if (row === undefined) {
    return null;
  }
  const bytes = Buffer.from(row.private_key, 'base64url');
  return webcrypto.subtle.importKey('pkcs8', bytes, { name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
}

async function readNewest(
  { database }: { database: Pick<ServerDeps['database'], 'db'> },
  organisationId: string,
): Promise<CopyKeyAnswer | null> {
  const row = await database.db
    .selectFrom('copy_keys')
    .select(['key_id', 'public_key'])
    .where('organisation_id', '=', organisationId)
    .orderBy('created_at', 'desc')
    .orderBy('key_id', 'desc')
    .executeTakeFirst();
  return row ?? null;
}

async function makePair(deps: Pick<ServerDeps, 'now' | 'randomBytes'>, organisationId: string): Promise<CopyKeyRow> {
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  return {
    organisation_id: organisationId,
    key_id: secretText(deps.randomBytes(12)),
    public_key: base64url(await webcrypto.subtle.exportKey('raw', pair.publicKey)),
    private_key: base64url(await webcrypto.subtle.exportKey('pkcs8', pair.privateKey)),
    created_at: instantNow(deps),
  };
}

function base64url(bytes: ArrayBuffer): string {
  return Buffer.from(bytes).toString('base64url');
}
