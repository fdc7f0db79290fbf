import type { Page } from '@playwright/test';
import { verifyEvent } from '#core/journal/chain.ts';
import { GENESIS_HASH, type JournalEvent } from '#core/journal/journal-event.ts';
import { JOURNAL_DATABASE } from '#store/journal-tables.ts';

/** Every event that the till's database holds, in order, read behind the app's back. */
export async function readJournal(page: Page): Promise<JournalEvent[]> {
  const rows = await page.evaluate(
    (name) =>
      new Promise<JournalEvent[]>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => {
          reject(opening.error ?? new Error('the journal cannot be opened'));
        };
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database.transaction('journal').objectStore('journal').getAll();
          reading.onerror = () => {
            reject(reading.error ?? new Error('the journal cannot be read'));
          };
          reading.onsuccess = () => {
            database.close();
            resolve(reading.result.map((row: { event: JournalEvent }) => row.event));
          };
        };
      }),
    JOURNAL_DATABASE,
  );
  return rows.sort((a, b) => a.epoch - b.epoch || a.seq - b.seq);
}

/** The numbers of the sales among these events. */
export function numbersOf(events: readonly JournalEvent[]): string[] {
  return events.flatMap((event) => (event.type === 'sale.completed' ? [event.body.transaction_number] : []));
}

/** What came before the first event that is looked at. */
interface Before {
  epoch: number;
  seq: number;
  hash: string;
  sales: number;
}

/**
 * What is wrong with a chain of one register, as sentences: holes, broken links, changed events, numbers out of turn.
 * `gone` is what a device had confirmed and has no more.
 */
export function chainFaults(events: readonly JournalEvent[], gone: Before | null = null): string[] {
  const faults: string[] = [];
  let before = { epoch: gone?.epoch ?? 0, seq: gone?.seq ?? 0, hash: gone?.hash ?? GENESIS_HASH };
  let sales = gone?.sales ?? 0;
  for (const event of events) {
    const place = `event ${String(event.epoch)}/${String(event.seq)}`;
    if (event.epoch !== before.epoch) {
      before = { epoch: event.epoch, seq: 0, hash: GENESIS_HASH };
      sales = 0;
    }
    if (event.seq !== before.seq + 1) {
      faults.push(`${place} comes after ${String(before.seq)}`);
    }
    if (event.prev_hash !== before.hash) {
      faults.push(`${place} does not continue what is before it`);
    }
    if (!verifyEvent(event)) {
      faults.push(`${place} is not what was sealed`);
    }
    if (event.type === 'sale.completed') {
      sales += 1;
      if (!event.body.transaction_number.endsWith(`-${String(sales).padStart(6, '0')}`)) {
        faults.push(`${place} is sale ${String(sales)} and has the number ${event.body.transaction_number}`);
      }
    }
    before = event;
  }
  return faults;
}
