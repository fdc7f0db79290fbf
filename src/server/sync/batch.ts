import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Policy, Role } from '#core/catalogue/catalogue.ts';
import { GENESIS_HASH } from '#core/journal/journal-event.ts';
import type { TransactionDocument } from '#core/sale/transaction.ts';
import { findPublished, type PublishedPromotions } from '../catalogue/published-promotions.ts';
import type { Schema } from '../db/schema.ts';
import type { TaxColumns } from '../db/tax-columns.ts';
import type { ServerDeps } from '../deps.ts';
import type { Device } from '../http/device-auth.ts';
import { findCopies, findDeclared } from './find-copies.ts';
import type { Chain, Head, Loss, StoredEvent } from './judge-place.ts';
import { changeStock } from './lock-stock.ts';
import type { ReceivedItem } from './received-item.ts';
import { stockDeltas } from './stock-deltas.ts';

/** Everything a batch needs to know, looked up once for all of its items and kept true as they are filed. */
export interface Batch {
  deps: ServerDeps;
  trx: Kysely<Schema>;
  device: Device;
  epoch: number;
  /** UTC instant at which the batch came in. */
  receivedAt: string;
  /** See `Ask`. */
  isUnproven: boolean;
  /** See `Ask`. */
  policy: Policy;
  head: Head;
  /** By event id: what was stored before or has been filed since. */
  stored: Map<string, StoredEvent>;
  /** Keys of the copies kept of events whose id or place was taken. */
  copies: Set<string>;
  /** See `Chain`. */
  copied: Map<string, Loss | null>;
  declared: Chain['declared'];
  /** What sales are checked by, by variant. */
  products: Map<string, BatchProduct>;
  /** By the tax's id. */
  taxes: Map<string, TaxColumns>;
  /** On hand (× 10^3) by variant as the batch goes on; locked until it ends. */
  stock: Map<string, number>;
  /** What the levels have been given already and no filed item has accounted for. */
  stockUndue: Map<string, number>;
  /** Their roles. */
  staff: Map<string, Role>;
  /** Drawer sessions of the register that were opened. */
  drawers: Set<string>;
  /** Their loyalty tiers. */
  customers: Map<string, string | null>;
  promotions: PublishedPromotions;
  /** Transaction id by transaction number. */
  numbers: Map<string, string>;
  transactions: Set<string>;
}

interface BatchProduct {
  /** × 10^4. */
  unitPrice: number;
  /** × 10^4; null where there is none. */
  minimumPrice: number | null;
  /** Whether stock is kept. */
  counted: boolean;
  categoryId: string;
  tags: string[];
  taxIds: string[];
}

/** Whose batch it is and when it came in. */
export interface Ask {
  deps: ServerDeps;
  trx: Kysely<Schema>;
  device: Device;
  epoch: number;
  receivedAt: string;
  /** It came in a copy that nothing shows to be this register's: each of its events is raised. */
  isUnproven: boolean;
  /** The local's own. */
  policy: Policy;
  /** Up to which number the till says that it has lost what the server lacks; null where it says no such thing. */
  lostThrough: number | null;
}

/** Looks up what the items of a batch refer to. */
export async function openBatch(ask: Ask, items: readonly ReceivedItem[]): Promise<Batch> {
  const { trx, device } = ask;
  const sales = items.flatMap((item) => (item.event?.type === 'sale.completed' ? [item.event.body] : []));
  const variants = unique(sales.flatMap((sale) => sale.items.map((line) => line.variant_id)));
  const people = { staff: new Map<string, Role>(), customers: new Map<string, string | null>() };
  if (sales.length > 0) {
    await findPeople(ask, sales, people);
  }
  const stored = await findStored(ask, unique(items.map((item) => item.id)));
  const head = await readHead(trx, ask);
  return {
    ...ask,
    head,
    stored,
    declared: await findDeclared(ask, head),
    ...(await findCopies(ask, items)),
    products: await findProducts(ask, variants),
    taxes: await findTaxes(ask),
    ...(await takeStock(ask, items, stored)),
    ...people,
    drawers: await findDrawers(ask, items),
    promotions: await findPublished(trx, device, unique(sales.flatMap(promotionIds))),
    ...(await findTransactions(ask, sales)),
  };
}

/**
 * Locks the levels and takes from them at once what all sales that are new would: nearly always they are all filed, and
 * then the levels are right as they are. A level that each of hundreds of sales writes to, in a savepoint of its own,
 * slows PostgreSQL down with every one of them.
 */
async function takeStock(
  { trx, device }: Ask,
  items: readonly ReceivedItem[],
  stored: Batch['stored'],
): Promise<Pick<Batch, 'stock' | 'stockUndue'>> {
  const taken = new Map<string, number>();
  for (const { id, event } of items) {
    if (event?.type === 'sale.completed' && !stored.has(id)) {
      stockDeltas(event.body).forEach((delta, variant) => taken.set(variant, (taken.get(variant) ?? 0) + delta));
    }
  }
  const left = await changeStock(trx, device, taken);
  const stock = new Map([...left].map(([variant, onHand]) => [variant, onHand - (taken.get(variant) ?? 0)]));
  return { stock, stockUndue: taken };
}

/** The newest link of a chain without a gap before it. */
export async function readHead(trx: Kysely<Schema>, chain: { device: Device; epoch: number }): Promise<Head> {
  const row = await trx
    .selectFrom('chain_heads')
    .select(['seq', 'hash'])
    .where('organisation_id', '=', chain.device.organisationId)
    .where('register_id', '=', chain.device.registerId)
    .where('epoch', '=', chain.epoch)
    .executeTakeFirst();
  return row ?? { seq: 0, hash: GENESIS_HASH };
}

/** What is stored under these event ids. */
async function findStored(
  { trx, device }: Pick<Ask, 'trx' | 'device'>,
  ids: readonly string[],
): Promise<Map<string, StoredEvent>> {
  const rows = await trx
    .selectFrom('journal_events')
    .select(['event_id', 'hash', 'status', 'raw'])
    .where('organisation_id', '=', device.organisationId)
    .where('event_id', 'in', ids)
    .execute();
  return new Map(
    rows.map((row) => [
      row.event_id,
      {
        hash: row.hash,
        status: row.status,
        raw: row.raw,
      },
    ]),
  );
}

async function findProducts({ trx, device }: Ask, variants: readonly string[]): Promise<Batch['products']> {
  const found: Batch['products'] = new Map();
  for (const some of chunks(variants)) {
    const rows = await trx
      .selectFrom('products')
      .select(['variant_id', 'unit_price', 'minimum_price', 'counted', 'category_id', 'tags', 'tax_ids'])
      .where('organisation_id', '=', device.organisationId)
      .where('variant_id', 'in', some)
      .execute();
    for (const row of rows) {
      found.set(row.variant_id, {
        unitPrice: row.unit_price,
        minimumPrice: row.minimum_price,
        counted: row.counted === 1,
        categoryId: row.category_id,
        tags: textList.parse(JSON.parse(row.tags)),
        taxIds: textList.parse(JSON.parse(row.tax_ids)),
      });
    }
  }
  return found;
}

const textList = z.array(z.string());

async function findTaxes({ trx, device }: Ask): Promise<Batch['taxes']> {
  const rows = await trx
    .selectFrom('taxes')
    .select(['tax_id', 'rate', 'included', 'kind', 'compounds', 'ignores_compounded'])
    .where('organisation_id', '=', device.organisationId)
    .execute();
  return new Map(rows.map(({ tax_id: id, ...columns }) => [id, columns]));
}

async function findPeople(
  { trx, device }: Ask,
  sales: readonly TransactionDocument[],
  found: Pick<Batch, 'staff' | 'customers'>,
): Promise<void> {
  const staff = await trx
    .selectFrom('staff')
    .select(['staff_id', 'role'])
    .where('organisation_id', '=', device.organisationId)
    .where('staff_id', 'in', unique(sales.map((sale) => sale.cashier_id)))
    .execute();
  staff.forEach((row) => found.staff.set(row.staff_id, row.role));
  const asked = unique(sales.map((sale) => sale.customer_id));
  if (asked.length > 0) {
    const customers = await trx
      .selectFrom('customers')
      .select(['customer_id', 'loyalty_tier'])
      .where('organisation_id', '=', device.organisationId)
      .where('customer_id', 'in', asked)
      .execute();
    customers.forEach((row) => found.customers.set(row.customer_id, row.loyalty_tier));
  }
}

/** Those that sales of this batch name and that are there. */
async function findDrawers({ trx, device }: Ask, items: readonly ReceivedItem[]): Promise<Batch['drawers']> {
  const named = unique(items.map(({ event }) => (event?.type === 'sale.completed' ? event.drawer_session_id : null)));
  if (named.length === 0) {
    return new Set();
  }
  const rows = await trx
    .selectFrom('drawer_sessions')
    .select('drawer_session_id')
    .where('organisation_id', '=', device.organisationId)
    .where('register_id', '=', device.registerId)
    .where('drawer_session_id', 'in', named)
    .execute();
  return new Set(rows.map((row) => row.drawer_session_id));
}

/**
 * Sales that already have one of these ids or one of these numbers. Asked for as two lists put together: of two
 * conditions joined by `or`, SQLite looks up neither and goes through all sales there are.
 */
async function findTransactions(
  { trx, device }: Ask,
  sales: readonly TransactionDocument[],
): Promise<Pick<Batch, 'numbers' | 'transactions'>> {
  if (sales.length === 0) {
    return { numbers: new Map(), transactions: new Set() };
  }
  const ofOrganisation = trx
    .selectFrom('transactions')
    .select(['transaction_id', 'transaction_number'])
    .where('organisation_id', '=', device.organisationId);
  const sameNumber = ofOrganisation.where(
    'transaction_number',
    'in',
    unique(sales.map((one) => one.transaction_number)),
  );
  const sameId = ofOrganisation.where('transaction_id', 'in', unique(sales.map((one) => one.transaction_id)));
  const rows = await sameNumber.union(sameId).execute();
  return {
    numbers: new Map(rows.map((row) => [row.transaction_number, row.transaction_id])),
    transactions: new Set(rows.map((row) => row.transaction_id)),
  };
}

function promotionIds(sale: TransactionDocument): string[] {
  return (sale.promotions ?? []).map(({ promotion }) => promotion.promotion_id);
}

function unique(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))];
}

/** Lists are asked for in pieces, well below what either database takes in one statement. */
function chunks(values: readonly string[]): string[][] {
  const pieces: string[][] = [];
  for (let start = 0; start < values.length; start += 5_000) {
    pieces.push(values.slice(start, start + 5_000));
  }
  return pieces;
}
