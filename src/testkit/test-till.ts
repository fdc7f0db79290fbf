import { randomBytes } from 'node:crypto';
import type { Catalogue } from '#core/catalogue/catalogue.ts';
import { buildCatalogueIndex, type CatalogueIndex } from '#core/catalogue/catalogue-index.ts';
import { articleOf } from '#core/catalogue/resolve-scan.ts';
import { uuidV7 } from '#core/id/uuid-v7.ts';
import { sealEvent } from '#core/journal/chain.ts';
import { type Counter, drawerOpenedDraft, saleCompletedDraft } from '#core/journal/drafts.ts';
import { GENESIS_HASH, type JournalDraft, type JournalEvent } from '#core/journal/journal-event.ts';
import { priceSale } from '#core/pricing/price-sale.ts';
import type { Sale, SaleLine } from '#core/sale/sale.ts';
import { catalogueSnapshot } from '#protocol/catalogue.ts';
import { enrolmentAnswer, type EnrolmentAnswer } from '#protocol/enrolment.ts';
import { pushAnswer, type PushAnswer } from '#protocol/sync.ts';
import { cash, saleOf } from './sale-builders.ts';
import type { TestServer } from './test-server.ts';

/** What a test sells: quantities by variant of the demo shop, and whatever else of the sale matters. */
export interface TestSale {
  quantities: Record<string, string>;
  sale?: Partial<Sale>;
  /** The drawer session that it says it was made in; none unless it is said. */
  drawer?: string;
}

/** An enrolled register that seals real events with the real core, but keeps no store: the test has them in hand. */
export interface TestTill {
  registration: EnrolmentAnswer;
  catalogue: Catalogue;
  headers: { authorization: string };
  /** Where the next event will stand; tests may set it. */
  place: { epoch: number; seq: number; prevHash: string };
  /** Seals a draft as the next event. */
  seal(draft: JournalDraft): JournalEvent;
  openDrawer(openingFloat: string): JournalEvent;
  /** Sells for cash, paid to the cent unless the sale has tenders. */
  sell(sale: TestSale): JournalEvent & { type: 'sale.completed' };
  /** Pushes and checks the answer's shape; throws when it is not 200. `change` alters the request. */
  push(items: readonly unknown[], change?: object): Promise<PushAnswer>;
  /** Pushes and gives the answer as it came. */
  send(items: readonly unknown[], change?: object): Promise<Response>;
}

const NOW = '2026-03-14T15:00:00.000Z';

export function newId(): string {
  return uuidV7(Date.parse(NOW), new Uint8Array(randomBytes(10)));
}

/** A server that can be asked, whether in this process or over the network. */
export type AnsweringServer = Pick<TestServer, 'request' | 'post'>;

/** Connects a new register of the demo shop. */
export async function connectTill(server: AnsweringServer): Promise<TestTill> {
  const answer = await jsonOf(await server.post('/api/v1/pos/enrolments', { demo: true }));
  return tillOf(server, enrolmentAnswer.parse(answer.data));
}

/** A till with this registration. */
export async function tillOf(server: AnsweringServer, registration: EnrolmentAnswer): Promise<TestTill> {
  const headers = { authorization: `Bearer ${registration.device_token}` };
  const snapshot = await jsonOf(await server.request('/api/v1/pos/catalogue/snapshot', { headers }));
  const catalogue = catalogueSnapshot.parse(snapshot.data);
  const counter: Counter = {
    localId: registration.local.local_id,
    registerCode: registration.register.code,
    timeZone: registration.local.time_zone,
    book: { policy: { ...catalogue.policy, max_lines: 2000 }, promotions: catalogue.promotions ?? [] },
    catalogueVersion: catalogue.version,
  };
  const registerId = registration.register.register_id;
  const index = buildCatalogueIndex(catalogue);
  let saleNumber = 0;
  const till: TestTill = {
    registration,
    catalogue,
    headers,
    place: { epoch: registration.epoch, seq: 1, prevHash: GENESIS_HASH },
    seal(draft) {
      const event = sealEvent(draft, { registerId, ...till.place });
      till.place = { ...till.place, seq: event.seq + 1, prevHash: event.hash };
      return event;
    },
    openDrawer(openingFloat) {
      const happening = { id: newId(), now: NOW, actor: 'demo-maria' };
      return till.seal(drawerOpenedDraft(openingFloat, happening, counter));
    },
    sell({ quantities, sale: change, drawer = null }) {
      saleNumber += 1;
      const sale = paid(
        saleOf(linesOf(index, quantities), { saleId: newId(), cashierId: 'demo-maria', ...change }),
        counter,
      );
      const completion = {
        id: newId(),
        now: NOW,
        actor: sale.cashierId,
        drawerSessionId: 'drawer-1',
        place: { epoch: till.place.epoch, saleNumber },
      };
      const draft = saleCompletedDraft(sale, completion, counter);
      const event = till.seal({ ...draft, drawer_session_id: drawer });
      if (event.type !== 'sale.completed') {
        throw new Error('a sale makes a sale');
      }
      return event;
    },
    async push(items, pushChange) {
      const response = await till.send(items, pushChange);
      if (response.status !== 200) {
        throw new Error(`the push was answered ${String(response.status)}: ${await response.text()}`);
      }
      return pushAnswer.parse(await response.json());
    },
    send(items, pushChange = {}) {
      const request = {
        v: 1,
        register_id: registerId,
        epoch: till.place.epoch,
        nonce: newId(),
        client_now: NOW,
        items,
        ...pushChange,
      };
      return server.post('/api/v1/pos/sync', request, headers);
    },
  };
  return till;
}

function paid(sale: Sale, counter: Counter): Sale {
  return sale.tenders.length > 0 ? sale : { ...sale, tenders: [cash(priceSale(sale, counter.book).total)] };
}

function linesOf(index: CatalogueIndex, quantities: Record<string, string>): SaleLine[] {
  return Object.entries(quantities).map(([variantId, quantity], place) => {
    const product = index.catalogue.products.find((each) => each.variant_id === variantId);
    if (product === undefined) {
      throw new Error(`the demo shop has no ${variantId}`);
    }
    const article = articleOf(index, product, null);
    return {
      lineId: `line-${String(place + 1)}`,
      product: article.product,
      quantity,
      unitPrice: article.unitPrice,
      discount: null,
    };
  });
}

interface Answer {
  data: unknown;
  error: { code: string; type: string; message: string; details: Record<string, unknown> };
}

/** The JSON of an answer, whichever of the two shapes it has. */
export async function jsonOf(response: Response): Promise<Answer> {
  return (await response.json()) as Answer;
}
