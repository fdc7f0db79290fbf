import { randomBytes, randomUUID } from 'node:crypto';
import type { Catalogue } from '#core/catalogue/catalogue.ts';
import { buildCatalogueIndex, type CatalogueIndex } from '#core/catalogue/catalogue-index.ts';
import { articleOf } from '#core/catalogue/resolve-scan.ts';
import { uuidV7 } from '#core/id/uuid-v7.ts';
import { type Counter, drawerOpenedDraft, saleCompletedDraft } from '#core/journal/drafts.ts';
import { priceSale } from '#core/pricing/price-sale.ts';
import type { Sale, SaleLine } from '#core/sale/sale.ts';
import { success } from '#protocol/answer.ts';
import { catalogueSnapshot } from '#protocol/catalogue.ts';
import { type EnrolmentAnswer, enrolmentAnswer } from '#protocol/enrolment.ts';
import { fetchHttp } from '#store/browser-host.ts';
import type { DrainableTillStore } from '#store/till-store.ts';
import { Drainer } from '#sync/drainer.ts';
import type { HttpPort } from '#sync/ports.ts';
import { createServerPort } from '#sync/push-client.ts';
import { cash, saleOf } from './sale-builders.ts';
import { TestDevice } from './test-device.ts';

/** A till's patience is made for people; where a server dies every second, its pauses pass so many times as fast. */
const HURRY = 100;

/** A till with the real store and the real drainer, over a real line to a server that may be elsewhere at each try. */
export interface FieldTill {
  readonly registerId: string;
  readonly store: DrainableTillStore;
  readonly drainer: Drainer;
  /** Requests that are on their way now. */
  readonly underWay: number;
  /** Seals one sale of the demo shop's goods, priced by the real core, and lets the drainer know. */
  sell(): Promise<void>;
  /** Resolves once all that was sold is confirmed. */
  sent(): Promise<void>;
  /** Resolves once no request is on its way: what was answered has been noted. */
  answered(): Promise<void>;
  /** The device becomes a register of the demo shop again, as with a new code. */
  connectAgain(): Promise<void>;
  /** The till's own clock goes forward. */
  wait(ms: number): void;
  close(): Promise<void>;
}

/**
 * Connects a new register of the demo shop and opens its drawer. `url` is asked at each request; `heard` is called as
 * soon as an answer is here, before the till knows of it.
 */
export async function openFieldTill(url: () => string, heard: () => void = () => undefined): Promise<FieldTill> {
  const enrolment = await enrol(url());
  const headers = { authorization: `Bearer ${enrolment.device_token}` };
  const snapshot = await fetch(`${url()}/api/v1/pos/catalogue/snapshot`, { headers });
  const catalogue = success(catalogueSnapshot).parse(await snapshot.json()).data;

  const device = new TestDevice();
  let ahead = 0;
  device.clock = {
    get now() {
      return Date.now() + ahead;
    },
  };
  const store = await device.open();
  await store.enrol(enrolment);
  const line = countingLine({ url, heard }, () => store.registration?.deviceToken ?? null);
  const drainer = new Drainer(portsOf(store, line, device), hurriedHost());
  const sell = await openCounter(store, enrolment, catalogue);
  return {
    registerId: enrolment.register.register_id,
    store,
    drainer,
    get underWay() {
      return line.underWay;
    },
    async sell() {
      await sell();
      drainer.nudge();
    },
    async sent() {
      for (;;) {
        const changed = nextChange(store);
        if ((await store.unsent()).events === 0) {
          return;
        }
        drainer.nudge();
        await changed;
      }
    },
    async answered() {
      while (line.underWay > 0 || drainer.state().busy) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    async connectAgain() {
      await store.enrol(await enrol(url()));
    },
    wait(ms) {
      ahead += ms;
    },
    async close() {
      drainer.stop();
      await store.close();
    },
  };
}

async function enrol(url: string): Promise<EnrolmentAnswer> {
  const answer = await fetch(`${url}/api/v1/pos/enrolments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ demo: true }),
  });
  return success(enrolmentAnswer).parse(await answer.json()).data;
}

/** Resolves at the next change. */
function nextChange(store: DrainableTillStore): Promise<void> {
  return new Promise((resolve) => {
    const stop = store.subscribe(() => {
      stop();
      resolve();
    });
  });
}

function portsOf(store: DrainableTillStore, http: HttpPort, { clock }: TestDevice) {
  const now = () => clock.now;
  return { outbox: store.outbox, server: createServerPort(http, now), now, nonce: () => randomUUID() };
}

function hurriedHost() {
  return {
    // One drainer in one process: nobody else holds the lock.
    alone: <T>(work: () => Promise<T>) => work(),
    after: (ms: number, callback: () => void) => {
      const timer = setTimeout(callback, ms / HURRY);
      return () => {
        clearTimeout(timer);
      };
    },
    random: () => Math.random(),
  };
}

function countingLine(
  { url, heard }: { url: () => string; heard: () => void },
  token: () => string | null,
): HttpPort & { underWay: number } {
  const line = {
    underWay: 0,
    send: async (request: Parameters<HttpPort['send']>[0]) => {
      line.underWay += 1;
      try {
        const answer = await fetchHttp(url(), token).send(request);
        heard();
        return answer;
      } finally {
        line.underWay -= 1;
      }
    },
  };
  return line;
}

function newId(): string {
  return uuidV7(Date.now(), new Uint8Array(randomBytes(10)));
}

/** Opens the drawer; gives back how one sale is rung up and sealed. */
async function openCounter(
  store: DrainableTillStore,
  enrolment: EnrolmentAnswer,
  catalogue: Catalogue,
): Promise<() => Promise<void>> {
  const counter: Counter = {
    localId: enrolment.local.local_id,
    registerCode: enrolment.register.code,
    timeZone: enrolment.local.time_zone,
    book: { policy: catalogue.policy, promotions: catalogue.promotions ?? [] },
    catalogueVersion: catalogue.version,
  };
  const happening = () => ({ id: newId(), now: new Date().toISOString(), actor: 'demo-maria' });
  const drawer = happening();
  await store.commit(drawer.id, () => drawerOpenedDraft('50.00', drawer, counter));
  const index = buildCatalogueIndex(catalogue);
  let customers = 0;
  return async () => {
    customers += 1;
    const sale = paid(saleOf(basket(index, customers), { saleId: newId(), cashierId: 'demo-maria' }), counter);
    const completion = { ...happening(), drawerSessionId: drawer.id };
    await store.commit(completion.id, (place) => saleCompletedDraft(sale, { ...completion, place }, counter));
  };
}

function paid(sale: Sale, counter: Counter): Sale {
  return { ...sale, tenders: [cash(priceSale(sale, counter.book).total)] };
}

/** Three different goods, one or two of each, others for each customer. */
function basket(index: CatalogueIndex, customer: number): SaleLine[] {
  const pieces = index.catalogue.products.filter((product) => product.unit === 'unit');
  return [0, 1, 2].flatMap((place) => {
    const product = pieces[(customer * 3 + place) % pieces.length];
    if (product === undefined) {
      return [];
    }
    const article = articleOf(index, product, null);
    const lineId = `line-${String(place + 1)}`;
    const quantity = String(1 + ((customer + place) % 2));
    return [{ lineId, product: article.product, quantity, unitPrice: article.unitPrice, discount: null }];
  });
}
