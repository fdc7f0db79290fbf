import { uuidV7 } from '#core/id/uuid-v7.ts';
import { insertRows } from '../db/insert-rows.ts';
import { instantNow, type ServerDeps } from '../deps.ts';
import type { Device } from '../http/device-auth.ts';
import { sha256Hex } from '../http/secrets.ts';

/** Unreadable pushes kept of one register: enough to find out what is wrong with it, too few to fill the disk. */
const MOST_KEPT = 20;

/**
 * Keeps a push that could not be read, word for word and once, and puts it before a person. Nothing of it was
 * understood, so its till is refused and keeps everything too.
 */
export async function keepUnread(
  deps: ServerDeps,
  device: Device,
  push: { text: string; reason: string },
): Promise<void> {
  if (push.text.trim() === '') {
    return;
  }
  const { organisationId, registerId } = device;
  const of = { organisation_id: organisationId, register_id: registerId };
  const receivedAt = instantNow(deps);
  const rawHash = sha256Hex(push.text);
  await deps.database.db.transaction().execute(async (trx) => {
    // Two of them at once wait for each other here.
    await trx
      .updateTable('registers')
      .set({ last_seen_at: receivedAt })
      .where('organisation_id', '=', organisationId)
      .where('register_id', '=', registerId)
      .execute();
    const kept = await trx
      .selectFrom('unread_pushes')
      .select('raw_hash')
      .where('organisation_id', '=', organisationId)
      .where('register_id', '=', registerId)
      .execute();
    if (kept.length >= MOST_KEPT || kept.some((each) => each.raw_hash === rawHash)) {
      return;
    }
    await insertRows(trx, 'unread_pushes', [
      { ...of, raw_hash: rawHash, reason: push.reason, received_at: receivedAt, raw: push.text },
    ]);
    const details = { reason: push.reason, raw_hash: rawHash, characters: push.text.length };
    await insertRows(trx, 'attention', [
      {
        ...of,
        attention_id: uuidV7(deps.now(), deps.randomBytes(10)),
        kind: 'unread_push',
        event_id: null,
        transaction_id: null,
        created_at: receivedAt,
        details: JSON.stringify(details),
        status: 'open',
      },
    ]);
  });
  deps.logger.warn({ register: registerId, reason: push.reason, characters: push.text.length }, 'a push was not read');
}
