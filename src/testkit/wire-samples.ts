import type { Catalogue, Product } from '#core/catalogue/catalogue.ts';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import type { Promotion } from '#core/promotion/promotion.ts';
import type { SaleLine } from '#core/sale/sale.ts';
import type { PushRequest } from '#protocol/sync.ts';
import { drainOnce } from '#sync/drain.ts';
import type { Batch } from '#sync/ports.ts';
import { publishCatalogue } from '#server/catalogue/publish-catalogue.ts';
import { amountOff, card, cash, lineOf, percent } from './sale-builders.ts';
import type { TestServer } from './test-server.ts';
import { connectTill, newId, type TestTill } from './test-till.ts';

/**
 * A push with every kind of event that today's till writes, and with everything in them that the demo shop can make
 * it write: sealed by the till's own code, as the first register of a new demo shop.
 */
export async function sealWireSamples(server: TestServer): Promise<PushRequest> {
  await roundCash(server);
  const till = await connectTill(server);
  const opened = till.openDrawer('50.00');
  return pushedBy({
    registerId: till.registration.register.register_id,
    epoch: till.registration.epoch,
    events: [opened, ...sales(till, opened.id), restored(till)],
    after: 0,
    beside: { events: 3, oldest_sold_at: '2026-03-14T15:00:00.000Z' },
  });
}

/** The push that today's drainer makes of a batch. */
async function pushedBy(batch: Batch): Promise<PushRequest> {
  const nothing = () => Promise.resolve();
  const pushes: PushRequest[] = [];
  await drainOnce({
    outbox: {
      position: () => Promise.resolve(null),
      nextBatch: () => Promise.resolve(batch),
      unsent: () => Promise.resolve({ events: 0, oldest_sold_at: null }),
      hashAt: () => Promise.resolve(null),
      confirm: nothing,
      rewind: nothing,
      gather: () => Promise.resolve(false),
      startEpoch: nothing,
    },
    server: {
      push: (request) => {
        pushes.push(request);
        return Promise.resolve({ kind: 'unknown', detail: 'nobody answers' });
      },
      head: () => Promise.resolve(null),
      newEpoch: () => Promise.resolve(null),
    },
    now: () => Date.parse('2026-03-14T15:00:00.000Z'),
    nonce: newId,
  });
  const [request] = pushes;
  if (request === undefined) {
    throw new Error('a batch makes a push');
  }
  return request;
}

/** Small coins are gone in this local, so that the rule for that is on the wire too. */
async function roundCash({ deps }: TestServer): Promise<void> {
  const { db } = deps.database;
  const local = await db.selectFrom('locals').selectAll().executeTakeFirstOrThrow();
  const policy = { ...(JSON.parse(local.policy) as object), cash_rounding: { step: '0.05', mode: 'half_up' } };
  await db
    .updateTable('locals')
    .set({ policy: JSON.stringify(policy) })
    .where('local_id', '=', local.local_id)
    .execute();
  await publishCatalogue(
    db,
    { organisationId: local.organisation_id, localId: local.local_id },
    new Date(deps.now()).toISOString(),
  );
}

function sales(till: TestTill, drawer: string): JournalEvent[] {
  const { products, customers } = till.catalogue;
  const pieces = products.filter((product) => product.unit === 'unit').map((product) => product.variant_id);
  const weighed = products.filter((product) => product.unit === 'kg').map((product) => product.variant_id);
  const tiered = customers.find((customer) => customer.loyalty_tier !== null);
  const of = (variants: readonly string[], quantity: string) =>
    Object.fromEntries(variants.map((variantId) => [variantId, quantity]));
  return [
    till.sell({ drawer, quantities: of(pieces.slice(0, 1), '1') }),
    // What is on promotion.
    till.sell({ drawer, quantities: of(promoted(till.catalogue), '6') }),
    till.sell({ drawer, quantities: {}, sale: { lines: [markedLine()] } }),
    till.sell({
      drawer,
      quantities: { ...of(pieces.slice(4, 6), '3'), ...of(weighed.slice(0, 2), '0.785') },
      sale: { discount: percent('5'), note: 'for the kiosk' },
    }),
    till.sell({
      drawer,
      quantities: of(pieces.slice(8, 9), '4'),
      sale: {
        discount: amountOff('0.50'),
        ...(tiered && {
          customer: { customerId: tiered.customer_id, name: tiered.name, tier: tiered.loyalty_tier ?? '' },
        }),
      },
    }),
    till.sell({ drawer, quantities: of(pieces.slice(3, 4), '2'), sale: { tenders: [card('1.00'), cash('50.00')] } }),
    till.sell({
      drawer,
      quantities: of(pieces.slice(3, 4), '2'),
      sale: { tenders: [{ tenderId: 'y', method: 'yappy', amount: '1.00', reference: 'YP-1' }, cash('50.00')] },
    }),
  ];
}

/** A few of the goods that each promotion names. */
function promoted({ products, promotions = [] }: Catalogue): string[] {
  return promotions.flatMap(({ goods }) =>
    products
      .filter((product) => product.unit === 'unit' && isNamed(product, goods))
      .slice(0, 3)
      .map((product) => product.variant_id),
  );
}

function isNamed(product: Product, goods: Promotion['goods']): boolean {
  return (
    goods.variant_ids?.includes(product.variant_id) === true ||
    product.tags?.some((tag) => goods.tags?.includes(tag)) === true
  );
}

/** Goods whose symbol said everything that a symbol can say, with a discount of their own. */
function markedLine(): SaleLine {
  const marks = { batch: 'L-7', serial: 'S-1', expiresOn: '2026-03-20' };
  return lineOf({ variantId: null, unitPrice: '4.00', discount: percent('5'), marks });
}

function restored(till: TestTill): JournalEvent {
  return till.seal({
    type: 'data.restored',
    id: newId(),
    sold_at: '2026-03-14T15:00:00.000Z',
    tz: 'America/Panama',
    utc_offset_min: -300,
    business_date: '2026-03-14',
    drawer_session_id: null,
    actor: null,
    body: { cause: 'database_short', events_restored: 2, previous_epoch: 1, previous_seq: 5 },
  });
}

/** What kinds of things stand where in this JSON, such as `items[].unit: string`; sorted, each once. */
export function shapeOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) {
    return unique(value.flatMap((each) => shapeOf(each, `${path}[]`)));
  }
  if (typeof value === 'object' && value !== null) {
    return unique(Object.entries(value).flatMap(([key, each]) => shapeOf(each, `${path}.${key}`)));
  }
  return [`${path}: ${value === null ? 'null' : typeof value}`];
}

/** The shape of each kind of event, its own name in front. */
export function shapeOfEvents(events: readonly unknown[]): string[] {
  const typed = events as readonly { type: string }[];
  return unique(typed.flatMap((event) => shapeOf(event).map((line) => `${event.type} ${line}`)));
}

function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)].sort();
}
