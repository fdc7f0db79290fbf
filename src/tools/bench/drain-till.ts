import { randomBytes, randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { Catalogue, Product } from '#core/catalogue/catalogue.ts';
import { buildCatalogueIndex, type CatalogueIndex } from '#core/catalogue/catalogue-index.ts';
import { articleOf } from '#core/catalogue/resolve-scan.ts';
import { uuidV7 } from '#core/id/uuid-v7.ts';
import { type Counter, drawerOpenedDraft, saleCompletedDraft } from '#core/journal/drafts.ts';
import { priceSale } from '#core/pricing/price-sale.ts';
import type { Sale, Tender } from '#core/sale/sale.ts';
import { success } from '#protocol/answer.ts';
import { catalogueSnapshot } from '#protocol/catalogue.ts';
import { enrolmentAnswer } from '#protocol/enrolment.ts';
import { fetchHttp } from '#store/browser-host.ts';
import { localJournalFile } from '#store/journal-file.ts';
import { DexieRows } from '#store/dexie-rows.ts';
import { openTillStore } from '#store/open-till-store.ts';
import type { DrainableTillStore } from '#store/till-store.ts';
import { drainOnce } from '#sync/drain.ts';
import type { HttpPort } from '#sync/ports.ts';
import { createServerPort } from '#sync/push-client.ts';
import { MemoryFolder } from '#testkit/memory-folder.ts';
import { saleOf } from '#testkit/sale-builders.ts';

const LINES = 3;

/** A till of the demo shop with unsent sales in its real store, over a file and a database in memory. */
export interface DrainTill {
  store: DrainableTillStore;
  /** Rings up and seals so many sales of three lines, paid in cash, by card, or both. */
  sell(sales: number): Promise<void>;
  /** Sends all that is unsent, at most so many events at a time; resolves to the milliseconds that each push took. */
  drain(eventsPerPush: number): Promise<number[]>;
}

/**
 * Connects a new register of the server's demo shop and opens its drawer. The bodies of its pushes are added to `sent`,
 * where that is wanted.
 */
export async function openDrainTill(url: string, sent: string[] | null): Promise<DrainTill> {
  const answer = await fetch(`${url}/api/v1/pos/enrolments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ demo: true }),
  });
  const enrolment = success(enrolmentAnswer).parse(await answer.json()).data;
  const headers = { authorization: `Bearer ${enrolment.device_token}` };
  const snapshot = await fetch(`${url}/api/v1/pos/catalogue/snapshot`, { headers });
  const catalogue = success(catalogueSnapshot).parse(await snapshot.json()).data;
  const store = await openMemoryStore();
  await store.enrol(enrolment);
  const counter: Counter = {
    localId: enrolment.local.local_id,
    registerCode: enrolment.register.code,
    timeZone: enrolment.local.time_zone,
    book: { policy: catalogue.policy, promotions: catalogue.promotions ?? [] },
    catalogueVersion: catalogue.version,
  };
  const drawer = newId();
  await store.commit(drawer, () =>
    drawerOpenedDraft('50.00', { id: drawer, now: now(), actor: 'demo-maria' }, counter),
  );
  const index = buildCatalogueIndex(catalogue);
  const http = remembering(
    fetchHttp(url, () => enrolment.device_token),
    sent,
  );
  return {
    store,
    async sell(sales) {
      for (let place = 0; place < sales; place += 1) {
        const sale = shopping(index, counter, place);
        const completion = { id: newId(), now: now(), actor: sale.cashierId, drawerSessionId: drawer };
        await store.commit(completion.id, (where) =>
          saleCompletedDraft(sale, { ...completion, place: where }, counter),
        );
      }
    },
    drain: (eventsPerPush) => drain(store, http, eventsPerPush),
  };
}

function remembering(http: HttpPort, sent: string[] | null): HttpPort {
  return {
    send: (request) => {
      if (request.body !== null) {
        sent?.push(request.body);
      }
      return http.send(request);
    },
  };
}

function openMemoryStore(): Promise<DrainableTillStore> {
  let mark: string | null = null;
  const database = { name: 'bench', indexedDB: new IDBFactory(), IDBKeyRange };
  return openTillStore({
    connectDatabase: () => new DexieRows(database),
    journalFile: localJournalFile(new MemoryFolder()),
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
    now: () => Date.now(),
    random: (length) => new Uint8Array(randomBytes(length)),
  });
}

async function drain(store: DrainableTillStore, http: HttpPort, eventsPerPush: number): Promise<number[]> {
  const server = createServerPort(http, () => Date.now());
  const took: number[] = [];
  const outcome = await drainOnce({
    outbox: {
      position: () => store.outbox.position(),
      nextBatch: ({ events, bytes }, except) =>
        store.outbox.nextBatch({ events: Math.min(events, eventsPerPush), bytes }, except),
      unsent: () => store.outbox.unsent(),
      hashAt: (epoch, seq) => store.outbox.hashAt(epoch, seq),
      confirm: (confirmation) => store.outbox.confirm(confirmation),
      rewind: (epoch, seq) => store.outbox.rewind(epoch, seq),
      gather: () => store.outbox.gather(),
      startEpoch: (epoch) => store.outbox.startEpoch(epoch),
    },
    server: {
      push: async (request) => {
        const begun = performance.now();
        const pushed = await server.push(request);
        took.push(performance.now() - begun);
        return pushed;
      },
      head: (epoch, known, unsent) => server.head(epoch, known, unsent),
      newEpoch: () => server.newEpoch(),
    },
    now: () => Date.now(),
    nonce: () => randomUUID(),
  });
  if (outcome.kind !== 'empty') {
    throw new Error(`the server did not take everything: ${JSON.stringify(outcome)}`);
  }
  return took;
}

/** Three different goods from all over the shelf, each customer paying in another way than the one before. */
function shopping(index: CatalogueIndex, counter: Counter, place: number): Sale {
  const goods = Array.from({ length: LINES }, (_, line) => productAt(index.catalogue, place * 7 + line * 61));
  const sale = saleOf(
    goods.map((product, line) => {
      const article = articleOf(index, product, null);
      const quantity = product.unit === 'kg' ? '0.780' : String(1 + ((place + line) % 3));
      return { lineId: newId(), product: article.product, quantity, unitPrice: article.unitPrice, discount: null };
    }),
    { saleId: newId(), cashierId: 'demo-maria', openedAt: now() },
  );
  const { total } = priceSale(sale, counter.book);
  return { ...sale, tenders: [place % 2 === 0 ? inCash(total) : byCard(total)] };
}

function productAt({ products }: Catalogue, place: number): Product {
  const product = products[place % products.length];
  if (product === undefined) {
    throw new Error('the demo shop sells nothing');
  }
  return product;
}

function inCash(received: string): Tender {
  return { tenderId: newId(), method: 'cash', received };
}

function byCard(amount: string): Tender {
  return { tenderId: newId(), method: 'card', amount, brand: 'VISA', last4: '4242', authorizationCode: 'A-771' };
}

function newId(): string {
  return uuidV7(Date.now(), new Uint8Array(randomBytes(10)));
}

function now(): string {
  return new Date().toISOString();
}
