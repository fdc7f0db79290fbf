import { readHead, type Ask } from './batch.ts';
import { named, type Nameless, type ReceivedItem } from './received-item.ts';

/**
 * Gives every item of a push a place in the chain. A journal is sent in order, so an item that does not say where it
 * belongs comes after the one before it, or before the one after it; where nothing of a push can be read, it comes
 * after what is stored, unless these very texts are stored there already.
 */
export async function placeItems(ask: Ask, items: readonly (ReceivedItem | Nameless)[]): Promise<ReceivedItem[]> {
  const anchor = items.findIndex((item) => item.seq !== null);
  const first = anchor === -1 ? await startOf(ask, items) : Math.max(1, (items[anchor]?.seq ?? 1) - anchor);
  const placed: ReceivedItem[] = [];
  for (const item of items) {
    const before = placed.at(-1)?.seq;
    const seq = item.seq ?? (before === undefined ? first : Math.min(before + 1, Number.MAX_SAFE_INTEGER));
    placed.push('named' in item ? item : named(item, { registerId: ask.device.registerId, epoch: ask.epoch, seq }));
  }
  return placed;
}

/** Where texts that say nothing of themselves begin: after the head, or where they stand from the time before. */
async function startOf(ask: Ask, items: readonly { raw: string }[]): Promise<number> {
  const head = await readHead(ask.trx, ask);
  const rows = await ask.trx
    .selectFrom('journal_events')
    .select('raw')
    .where('organisation_id', '=', ask.device.organisationId)
    .where('register_id', '=', ask.device.registerId)
    .where('epoch', '=', ask.epoch)
    .where('seq', '>', head.seq - items.length)
    .where('seq', '<=', head.seq)
    .orderBy('seq')
    .execute();
  const stored = rows.map(({ raw }) => raw);
  for (let overlap = stored.length; overlap > 0; overlap -= 1) {
    const tail = stored.slice(-overlap);
    if (tail.every((raw, at) => raw === items[at]?.raw)) {
      return head.seq - overlap + 1;
    }
  }
  return head.seq + 1;
}
