import type { Kysely } from 'kysely';
import { verifyEvent } from '#core/journal/chain.ts';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { SMALL_STEP_MS } from '#core/journal/steady-instant.ts';
import type { Schema } from '#server/db/schema.ts';
import { storedMoney } from '#server/db/scaled.ts';
import { compareServer } from '#server/operations/rebuild-server.ts';
import { verifyServer } from '#server/operations/verify-server.ts';
import type { SimTill } from './sim-till.ts';

/** What does not hold at the end of a world, in plain English; each list is empty when all is well. */
export interface Broken {
  lost: string[];
  doubled: string[];
  gaps: string[];
  unbalanced: string[];
  /** Promises of other kinds: order, numbers, chains, what a till says of itself. */
  other: string[];
}

export interface CheckedWorld {
  tills: readonly SimTill[];
  db: Kysely<Schema>;
}

interface Stored {
  /** Hash by event id: what is in the journal, quarantined or not. */
  events: Map<string, string | null>;
  /** Hashes of what is kept beside it, of registers that were forked alone: see `SimTill.isForked`. */
  copies: Set<string | null>;
  /** By event id, why it was quarantined. */
  reasons: Map<string, string | null>;
  /** By event id, what each posted sale came to, × 10^4. */
  posted: Map<string, number>;
  /** By transaction id, whose purchase is posted, and what it came to, × 10^4. */
  purchases: Map<string, { customer: string | null; total: number }>;
  /** By register, how many copies are kept of one that was never forked. */
  needlessCopies: Map<string, number>;
}

/** Compares what cashiers were told, what tills hold and what the server has, once everything is at rest. */
export async function checkWorld(world: CheckedWorld): Promise<Broken> {
  const stored = await readStored(world);
  const broken: Broken = { lost: [], doubled: [], gaps: [], unbalanced: [], other: [] };
  for (const till of world.tills) {
    broken.lost.push(...lostBy(till, stored), ...notPosted(till, stored));
    broken.other.push(...till.cashier.broken, ...(await unlikeServer(till, stored)), ...lastIsPosted(till, stored));
    broken.other.push(...backInTime(till), ...refusedAndWritten(till, stored));
  }
  for (const [register, count] of stored.needlessCopies) {
    broken.other.push(`${register}: ${String(count)} copies are kept, though no two machines wrote as this register`);
  }
  broken.unbalanced.push(...(await unlikeStock(world.db)));
  broken.doubled.push(...(await soldTwice(world.db)), ...numbersUsedTwice(world.tills));
  broken.other.push(...(await soldByNobody(world)), ...(await unlikeDrawers(world)));
  const { findings } = await verifyServer(world.db);
  for (const { kind, text } of findings) {
    if (kind === 'gap') {
      broken.gaps.push(text);
    } else if (kind === 'unbalanced') {
      broken.unbalanced.push(text);
    } else {
      broken.other.push(`${kind}: ${text}`);
    }
  }
  await compareServer(world.db, (text) => broken.other.push(`rebuilt is not live: ${text}`));
  return broken;
}

async function readStored({ tills, db }: CheckedWorld): Promise<Stored> {
  const events = await db.selectFrom('journal_events').select(['event_id', 'hash', 'reason']).execute();
  const copies = await db.selectFrom('journal_copies').select(['event_id', 'register_id', 'hash', 'raw']).execute();
  const hashes = new Map(events.map((row) => [row.event_id, row.hash]));
  const forked = forkedRegisters(tills);
  const needlessCopies = new Map<string, number>();
  // What a damaged row was sent as, when its event was there already, is kept too: that proves no second machine.
  const isWhole = ({ raw }: (typeof copies)[number]) => verifyEvent(JSON.parse(raw) as { hash: string });
  const strange = copies.filter((row) => !forked.has(row.register_id) && isWhole(row));
  for (const { register_id: register } of strange) {
    needlessCopies.set(register, (needlessCopies.get(register) ?? 0) + 1);
  }
  const sales = await db
    .selectFrom('transactions')
    .select(['event_id', 'transaction_id', 'total_amount', 'notes'])
    .execute();
  return {
    events: hashes,
    reasons: new Map(events.map((row) => [row.event_id, row.reason])),
    posted: new Map(sales.map((row) => [row.event_id, row.total_amount])),
    purchases: new Map(sales.map((row) => [row.transaction_id, { customer: row.notes, total: row.total_amount }])),
    copies: new Set(copies.filter((row) => forked.has(row.register_id)).map((row) => row.hash)),
    needlessCopies,
  };
}

function forkedRegisters(tills: readonly SimTill[]): Set<string | null> {
  return new Set(tills.filter(({ isForked }) => isForked).map(({ registerId }) => registerId));
}

/** I1: what a cashier was told is done stands at the server, the very same, or is kept beside what came first. */
function lostBy(till: SimTill, { events, copies }: Stored): string[] {
  return [...till.cashier.told.values()]
    .filter(({ id, hash }) => events.get(id) !== hash && !copies.has(hash))
    .map((event) => `${till.name}: ${nameOf(event)} was told and is not at the server`);
}

/** I1, I11: a sale that a cashier was told of is posted, for as much as its customer paid. */
function notPosted(till: SimTill, stored: Stored): string[] {
  const { events, posted, reasons } = stored;
  const told = [...till.cashier.told.values()].filter((event) => event.type === 'sale.completed');
  return told
    .filter(({ id, hash }) => events.get(id) === hash)
    .filter((event) => !isSecondOfSale(event, stored))
    .filter(({ id, body }) => posted.get(id) !== storedMoney(body.totals.total_amount))
    .map((event) => {
      const amount = posted.get(event.id);
      const instead = amount === undefined ? `nothing (${String(reasons.get(event.id))})` : `${String(amount)} × 10^-4`;
      return `${till.name}: ${nameOf(event)} came to ${event.body.totals.total_amount}, and ${instead} is posted`;
    });
}

/**
 * A sale that was completed once more because the till could not show that it was done already: it is kept, and a person is
 * told of it, but it is counted once.
 */
function isSecondOfSale(event: Extract<JournalEvent, { type: 'sale.completed' }>, { reasons, purchases }: Stored) {
  const isQuarantined = /stored already, from another event/.test(reasons.get(event.id) ?? '');
  const posted = purchases.get(event.body.transaction_id);
  const isSame = posted?.customer === event.body.notes && posted.total === storedMoney(event.body.totals.total_amount);
  return isQuarantined && isSame;
}

/** I6, I7: whatever a till still holds, the server holds too, and the till knows it. */
async function unlikeServer(till: SimTill, { events, copies }: Stored): Promise<string[]> {
  const { store } = till;
  if (store === null) {
    return [`${till.name} is off at the end`];
  }
  const held = await store.recentEvents(1_000_000);
  const { events: unsent } = await store.unsent();
  return [
    ...(store.mode === 'both' ? [] : [`${till.name} still sells with ${store.mode}`]),
    ...(unsent === 0 ? [] : [`${till.name} still has ${String(unsent)} events unsent`]),
    ...held
      .filter(({ id, hash }) => events.get(id) !== hash && !copies.has(hash))
      // A damaged row of what was confirmed long ago is not looked at again.
      .filter(verifyEvent)
      .map((event) => `${till.name} holds ${nameOf(event)}, and the server does not`),
  ];
}

/**
 * After whatever happened a till goes on in a chain of its own: what it sells now is posted, not put aside. Two machines that
 * are one register may choose the same one, until the server has told them.
 */
function lastIsPosted(till: SimTill, { events }: Stored): string[] {
  if (till.isForked && till.hasChosenEpoch) {
    return [];
  }
  const last = [...till.cashier.told.values()].findLast(({ type }) => type === 'sale.completed');
  return last === undefined || events.get(last.id) === last.hash
    ? []
    : [`${till.name}: its last sale, ${nameOf(last)}, was not posted`];
}

/**
 * I2: what a cashier was told came to nothing, so that they took no money or changed the sale, is in no journal. Two machines
 * that are one register may both have that sale open.
 */
function refusedAndWritten({ name, cashier, isForked }: SimTill, { events }: Stored): string[] {
  return [...cashier.refused]
    .filter((id) => !isForked && events.has(id))
    .map((id) => `${name}: ${id} was refused for certain, and is at the server`);
}

/** I2: one purchase of one person at the counter is one posted sale. */
async function soldTwice(db: Kysely<Schema>): Promise<string[]> {
  const rows = await db
    .selectFrom('transactions')
    .select(['notes', (row) => row.fn.countAll<number>().as('times')])
    .groupBy('notes')
    .having((row) => row.fn.countAll(), '>', 1)
    .execute();
  return rows.map(({ notes, times }) => `${String(notes)} was served once and sold ${String(times)} times`);
}

/** I8: what was sold has left the shelf, piece by piece. */
async function unlikeStock(db: Kysely<Schema>): Promise<string[]> {
  const sold = await db
    .selectFrom('transaction_items')
    .select(['variant_id', (row) => row.fn.sum<number>('quantity').as('quantity')])
    .groupBy('variant_id')
    .execute();
  const moved = await db
    .selectFrom('stock_movements')
    .select(['variant_id', (row) => row.fn.sum<number>('quantity').as('quantity')])
    .groupBy('variant_id')
    .execute();
  const left = new Map(moved.map((row) => [row.variant_id, -Number(row.quantity)]));
  return sold
    .filter(({ variant_id: id, quantity }) => id !== null && (left.get(id) ?? 0) !== Number(quantity))
    .map(
      ({ variant_id: id, quantity }) => `${String(id)}: ${String(quantity)} sold, ${String(left.get(id ?? ''))} left`,
    );
}

/** I2: whatever is posted was once completed at a counter. */
async function soldByNobody({ tills, db }: CheckedWorld): Promise<string[]> {
  const completed = new Set(tills.flatMap(({ cashier }) => [...cashier.completed]));
  const rows = await db.selectFrom('transactions').select(['event_id', 'notes']).execute();
  return rows
    .filter(({ event_id: id }) => !completed.has(id))
    .map(({ event_id: id, notes }) => `${id} (${String(notes)}) is posted, and nobody sold it`);
}

/** I3: the cash that a till expects in its drawer is what the server has of that drawer. */
async function unlikeDrawers({ tills, db }: CheckedWorld): Promise<string[]> {
  const rows = await db
    .selectFrom('transactions as sale')
    .innerJoin('transaction_payments as payment', (join) =>
      join
        .onRef('payment.organisation_id', '=', 'sale.organisation_id')
        .onRef('payment.transaction_id', '=', 'sale.transaction_id'),
    )
    .select(['sale.drawer_session_id as drawer', (row) => row.fn.sum<number>('payment.amount').as('cash')])
    .where('payment.payment_method', '=', 'cash')
    .groupBy('sale.drawer_session_id')
    .execute();
  const posted = new Map(rows.map(({ drawer, cash }) => [drawer, Number(cash)]));
  return tills
    .filter(({ isForked, hasLostState }) => !isForked && !hasLostState)
    .flatMap(({ name, store }) => {
      const drawer = store?.drawer;
      const expected = storedMoney(drawer?.cashSales ?? '0');
      const held = posted.get(drawer?.drawerSessionId ?? '') ?? 0;
      return expected === held
        ? []
        : [`${name}: its drawer took ${String(drawer?.cashSales)}, and the server has ${String(held)} of it`];
    });
}

/** A clock may be set, also back; but from one event of a journal to the next, time does not slip back by a little. */
function backInTime({ cashier, name, isForked }: SimTill): string[] {
  const told = isForked ? [] : [...cashier.told.values()];
  const places = new Map(told.map((event) => [placeOf(event), event]));
  return told.flatMap((event) => {
    const before = places.get(placeOf({ ...event, seq: event.seq - 1 }));
    const back = Date.parse(before?.sold_at ?? event.sold_at) - Date.parse(event.sold_at);
    return back > 0 && back <= SMALL_STEP_MS
      ? [`${name}: ${nameOf(event)} is ${String(back)} ms before the one before it`]
      : [];
  });
}

/** I6: no number is given to two events. Two machines that write as one register may; then the server has both. */
function numbersUsedTwice(tills: readonly SimTill[]): string[] {
  const forked = forkedRegisters(tills);
  const told = tills.flatMap(({ cashier }) => [...cashier.told.values()]);
  const owners = new Map<string, string>();
  const broken: string[] = [];
  for (const event of told.filter(({ register_id: register }) => !forked.has(register))) {
    for (const name of numbersOf(event)) {
      const owner = owners.get(name) ?? event.id;
      owners.set(name, owner);
      if (owner !== event.id) {
        broken.push(`${name} was given to ${owner} and to ${event.id}`);
      }
    }
  }
  return broken;
}

function numbersOf(event: JournalEvent): string[] {
  const place = placeOf(event);
  return event.type === 'sale.completed' ? [place, event.body.transaction_number] : [place];
}

function placeOf({ register_id: register, epoch, seq }: JournalEvent): string {
  return `${register} ${String(epoch)}:${String(seq)}`;
}

function nameOf(event: JournalEvent): string {
  return `${event.type} ${event.id} (epoch ${String(event.epoch)}, seq ${String(event.seq)})`;
}
