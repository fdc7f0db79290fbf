import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { Catalogue } from '#core/catalogue/catalogue.ts';
import { uuidV7 } from '#core/id/uuid-v7.ts';
import { type Counter, drawerOpenedDraft, saleCompletedDraft } from '#core/journal/drafts.ts';
import { Decimal } from '#core/money/money.ts';
import { saleFromEvents } from '#core/sale/apply-sale-event.ts';
import type { EnrolmentAnswer } from '#protocol/enrolment.ts';
import { localJournalFile } from '#store/journal-file.ts';
import { DexieRows } from '#store/dexie-rows.ts';
import { openTillStore } from '#store/open-till-store.ts';
import type { DrainableTillStore } from '#store/till-store.ts';
import { NodeFolder } from '../node-folder.ts';
import type { Invoice } from './read-invoices.ts';
import { replayBook, ringUp } from './ring-up.ts';

/** A till without a screen: the store of the browser's till over a file on disk and a database in memory. */
export interface ReplayTill {
  store: DrainableTillStore;
  /** Rings one invoice up, takes the cash, and completes the sale; resolves when it is durable. */
  sell(invoice: Invoice): Promise<void>;
  /** What the till has sold: ids, lines and money. */
  readonly sold: { ids: Set<string>; lines: number; total: Decimal };
}

/** Who sells, and what the server said when the till was enrolled. */
export interface ReplayOpening {
  enrolment: EnrolmentAnswer;
  catalogue: Catalogue;
  cashierId: string;
  /** A folder of its own for the journal file. */
  folder: string;
}

/** Opens the store, enrols it and opens the drawer with no float. */
export async function openReplayTill(opening: ReplayOpening): Promise<ReplayTill> {
  let now = 0;
  const random = (length: number) => new Uint8Array(randomBytes(length));
  const newId = () => uuidV7(Date.now(), random(10));
  let mark: string | null = null;
  const database = { name: 'replay', indexedDB: new IDBFactory(), IDBKeyRange };
  const store = await openTillStore({
    connectDatabase: () => new DexieRows(database),
    journalFile: localJournalFile(new NodeFolder(path.join(opening.folder, 'till'))),
    hasFiles: true,
    highWater: {
      read: () => mark,
      write: (text) => {
        mark = text;
      },
    },
    // One till in one process: there is nobody to tell.
    channel: { post: () => undefined, subscribe: () => () => undefined, close: () => undefined },
    isHeld: () => true,
    now: () => now,
    random,
  });
  await store.enrol(opening.enrolment);
  const counter = counterOf(opening);
  const sold = { ids: new Set<string>(), lines: 0, total: new Decimal(0) };
  let drawerSessionId: string | null = null;

  const openDrawer = async (soldAt: string) => {
    const id = newId();
    const happening = { id, now: soldAt, actor: opening.cashierId };
    await store.commit(id, () => drawerOpenedDraft('0.00', happening, counter));
    return id;
  };

  const sell = async (invoice: Invoice) => {
    const soldAt = instantOf(invoice);
    now = Date.parse(soldAt);
    const session = (drawerSessionId ??= await openDrawer(soldAt));
    const events = ringUp(
      invoice,
      { now: soldAt, cashierId: opening.cashierId },
      { book: counter.book, role: 'cashier', newId },
    );
    const sale = saleFromEvents(events);
    if (sale === null || sale.completionId === null) {
      throw new Error(`invoice ${invoice.number} made no sale`);
    }
    for (const event of events) {
      await store.appendSaleEvent(sale.saleId, event);
    }
    const completion = { id: sale.completionId, now: soldAt, actor: sale.cashierId, drawerSessionId: session };
    const event = await store.commit(completion.id, (place) =>
      saleCompletedDraft(sale, { ...completion, place }, counter),
    );
    if (event.type === 'sale.completed') {
      sold.ids.add(event.body.transaction_id);
      sold.lines += event.body.items.length;
      sold.total = sold.total.plus(event.body.totals.total_amount);
    }
  };
  return { store, sell, sold };
}

function counterOf({ enrolment, catalogue }: ReplayOpening): Counter {
  return {
    localId: enrolment.local.local_id,
    registerCode: enrolment.register.code,
    timeZone: enrolment.local.time_zone,
    book: replayBook(catalogue),
    catalogueVersion: catalogue.version,
  };
}

/** The file's wall-clock times carry no zone; they are taken as UTC, for only their order and day matter here. */
function instantOf(invoice: Invoice): string {
  const text = invoice.lines[0]?.timestamp ?? '';
  const instant = new Date(`${text.replace(' ', 'T')}Z`);
  if (Number.isNaN(instant.getTime())) {
    throw new Error(`invoice ${invoice.number} has no time that can be read: "${text}"`);
  }
  return instant.toISOString();
}
