import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawerAfter, type DrawerTotals } from '#core/drawer/drawer-fold.ts';
import { canonicalJson } from '#core/journal/canonical-json.ts';
import { hashOf, sealEvent, verifyEvent } from '#core/journal/chain.ts';
import { drawerOpenedDraft, saleCompletedDraft } from '#core/journal/drafts.ts';
import { EVENT_VERSION, GENESIS_HASH, type JournalEvent } from '#core/journal/journal-event.ts';
import { postingsOf } from '#core/ledger/postings.ts';
import { Decimal } from '#core/money/money.ts';
import { priceSale } from '#core/pricing/price-sale.ts';
import { recheckDiscounts } from '#core/sale/sale-commands.ts';
import { differencesOf } from '#core/sale/reprice.ts';
import type { Sale } from '#core/sale/sale.ts';
import { paidSales } from '#testkit/sale-arbitraries.ts';
import { bookOf, cash, counterOf, lineOf, policyOf } from '#testkit/sale-builders.ts';
import { actions, playSession } from '#testkit/sale-sessions.ts';
import { eventPlace, journalEvent } from './event.ts';

const folder = new URL('./fixtures/', import.meta.url);

function fixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
}

/**
 * Events as tills have written them, with the hashes they have for ever. These files are never made anew: a till in
 * the field may still hold such events, and a server such journals.
 */
const GOLDEN = {
  'drawer-opened': '32f14a7ddf66fcdee0c31dfa29f05431ebde17d6641535a4cf5907ee32fdb086',
  'sale-completed': 'f8d4196ed88579d31c6adeb7c49251e9bfd0a817c19e3b2689b625680283396f',
  'data-restored': '239afa95eddc0ecc29c55bb1a423ee1c256aba7022182dd8b3899e485d1ac1f0',
  'sale-with-promotions': '6c01758879c0f3d5d7d624ccccebb60b1c42ee36e358ead4044ffa610adacf06',
};

const golden = Object.entries(GOLDEN).map(([name, sealedHash]) => ({
  name,
  sealedHash,
  event: journalEvent.parse(fixture(name)),
}));

describe('an event as a till once wrote it', () => {
  test.each(golden)('$name is still read, unchanged', ({ name, event }) => {
    expect(event).toEqual(fixture(name));
    expect(eventPlace.safeParse(event).success).toBe(true);
  });

  test.each(golden)('$name still has its hash', ({ event, sealedHash }) => {
    expect(event.hash).toBe(sealedHash);
    expect(hashOf(event)).toBe(sealedHash);
    expect(verifyEvent(event)).toBe(true);
  });

  test('there is one of each kind at least, and each hangs on the one before', () => {
    expect(readdirSync(folder).sort()).toEqual(
      Object.keys(GOLDEN)
        .map((name) => `${name}.json`)
        .sort(),
    );
    expect(golden.map(({ event }) => event.seq)).toEqual([1, 2, 3, 4]);
    expect(golden.map(({ event }) => event.prev_hash)).toEqual([
      GENESIS_HASH,
      ...golden.slice(0, 3).map(({ event }) => event.hash),
    ]);
    const kinds = kindsOfTheSchema();
    expect([...new Set(golden.map(({ event }) => event.type))].sort()).toEqual(kinds);
    expect(EVENT_VERSION).toBe(1);
  });

  test('the sales still come out the same when priced again, and balance in the ledger', () => {
    const sales = golden.flatMap(({ event }) => (event.type === 'sale.completed' ? [event.body] : []));
    expect(sales.map((sale) => differencesOf(sale, policyOf()))).toEqual([[], []]);
    expect(sales.map((sale) => postingsOf(sale).lines.map((line) => line.amount))).toEqual([
      ['5.25', '7.24', '15.32', '-10.00', '-5.00', '-12.81'],
      ['5.35', '2.26', '-7.60', '-0.01'],
    ]);
  });

  test('together they still fold to the same drawer', () => {
    const session = golden.reduce<DrawerTotals | null>((totals, { event }) => drawerAfter(totals, event, 'USD'), null);
    expect(session).toMatchObject({ openingFloat: '50.00', cashSales: '20.41', expectedCash: '70.41', salesCount: 2 });
  });
});

/** The kinds of event that the schema knows, found by asking it. */
function kindsOfTheSchema(): string[] {
  const { error } = journalEvent.safeParse({ type: 'nothing of the sort' });
  const note = error?.issues[0];
  return note !== undefined && 'options' in note && Array.isArray(note.options) ? note.options.map(String).sort() : [];
}

const happening = { id: 'event-8', now: '2026-03-14T20:00:00.000Z', actor: 'staff-ana' };
const PLACE = { registerId: 'register-1', epoch: 1, seq: 8, prevHash: 'ab'.repeat(32) };

function sealedSale(sale: Sale, policy = policyOf({ currency: sale.currency })): JournalEvent {
  const completion = { ...happening, drawerSessionId: 'drawer-1', place: { epoch: 1, saleNumber: 7 } };
  return sealEvent(saleCompletedDraft(sale, completion, counterOf(bookOf(policy))), PLACE);
}

/** The sale as it can be paid: nothing left to deal with, something on it, and the whole total in cash. */
function paid(sale: Sale): Sale {
  const ready = { ...sale, misses: [], lines: sale.lines.length === 0 ? [lineOf()] : sale.lines };
  const { total } = priceSale(ready, bookOf(policyOf({ currency: sale.currency })));
  return new Decimal(total).isZero() ? ready : { ...ready, tenders: [cash(total)] };
}

describe('what core seals, the wire takes', () => {
  test('an opened drawer', () => {
    const draft = drawerOpenedDraft('0.00', happening, counterOf());
    expect(journalEvent.safeParse(sealEvent(draft, PLACE)).success).toBe(true);
  });

  test('every sale that can be completed', () => {
    fc.assert(
      fc.property(paidSales(), ({ sale, policy }) => {
        const event = sealedSale(sale, policy);
        expect(journalEvent.parse(JSON.parse(canonicalJson(event)))).toEqual(event);
      }),
      { numRuns: 120 },
    );
  });

  test('every sale that a person can type together', () => {
    const currencies = fc.constantFrom('USD', 'JPY', 'KWD');
    const roles = fc.constantFrom('cashier' as const, 'manager' as const);
    fc.assert(
      fc.property(fc.array(actions, { maxLength: 40 }), currencies, roles, (tried, currency, role) => {
        const policy = policyOf({ currency });
        const { sale } = playSession(tried, { policy, role });
        fc.pre(recheckDiscounts(sale, { book: bookOf(policy), role }).ok);
        expect(journalEvent.safeParse(sealedSale(paid(sale), policy)).error).toBeUndefined();
      }),
      { numRuns: 150 },
    );
  });
});

type Path = readonly (string | number)[];
type Fields = Record<string, unknown>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every object inside a document, with the way to it. */
function objectsOf(value: unknown, path: Path = []): { path: Path; fields: Fields }[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, place) => objectsOf(item, [...path, place]));
  }
  return isFields(value)
    ? [{ path, fields: value }, ...Object.entries(value).flatMap(([key, field]) => objectsOf(field, [...path, key]))]
    : [];
}

/** The document with the object at the end of the path changed. */
function changed(value: unknown, path: Path, change: (found: Fields) => Fields): unknown {
  const [key, ...rest] = path;
  if (Array.isArray(value)) {
    return value.map((item: unknown, place) => (place === key ? changed(item, rest, change) : item));
  }
  if (!isFields(value)) {
    return value;
  }
  return key === undefined ? change(value) : { ...value, [key]: changed(value[key], rest, change) };
}

function without(fields: Fields, gone: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== gone));
}

const refused = (value: unknown): boolean => !journalEvent.safeParse(value).success;

describe('what the wire refuses', () => {
  const sale = fixture('sale-completed');
  const reduced = fixture('sale-with-promotions');

  test.each([
    ['without promotions', sale],
    ['with promotions', reduced],
  ])('a field it does not know, wherever it stands in a sale %s', (_, event) => {
    const unnoticed = objectsOf(event).filter(
      ({ path }) => !refused(changed(event, path, (found) => ({ ...found, surprise: 1 }))),
    );
    expect(unnoticed).toEqual([]);
  });

  test('a missing field, whichever of those that an event has always had', () => {
    const unnoticed = objectsOf(sale).flatMap(({ path, fields }) =>
      Object.keys(fields)
        .filter((gone) => !refused(changed(sale, path, (found) => without(found, gone))))
        .map((gone) => [...path, gone]),
    );
    expect(unnoticed).toEqual([]);
  });

  test.each([
    ['without promotions', sale],
    ['with promotions', reduced],
  ])('an amount that is a number, whichever of a sale %s', (_, event) => {
    const unnoticed = objectsOf(event).flatMap(({ path, fields }) =>
      Object.entries(fields)
        .filter(([, field]) => typeof field === 'string' && /^-?\d+\.\d+$/.test(field))
        .filter(([key, field]) => !refused(changed(event, path, (found) => ({ ...found, [key]: Number(field) }))))
        .map(([key]) => [...path, key]),
    );
    expect(unnoticed).toEqual([]);
  });

  test.each<[string, Path, Record<string, unknown>]>([
    ['a day that never was', [], { business_date: '2026-02-30' }],
    ['an instant that never was', [], { sold_at: '2026-03-14T25:00:00Z' }],
    ['an instant without its zone', ['body'], { completed_at: '2026-03-14T20:00:00' }],
    ['a sequence number of nought', [], { seq: 0 }],
    ['a sequence number that is no whole number', [], { seq: 2.5 }],
    ['an offset of two days', [], { utc_offset_min: 2880 }],
    ['a hash in capitals', [], { hash: 'AB'.repeat(32) }],
    ['a kind of event it does not know', [], { type: 'sale.dreamt' }],
    ['the body of another kind', [], { type: 'drawer.opened' }],
    ['a sale of nothing', ['body'], { items: [] }],
    ['a quantity of nought', ['body', 'items', 0], { quantity: '0' }],
    ['a negative price', ['body', 'items', 0], { unit_price: '-2.50' }],
    ['a negative zero', ['body', 'totals'], { tax_amount: '-0.00' }],
    ['a negative payment', ['body', 'payments', 0], { amount: '-10.00' }],
    ['a full card number', ['body', 'payments', 0], { card_last4: '4111111111111111' }],
    ['a way of paying it does not know', ['body', 'payments', 0], { payment_method: 'cheque' }],
    ['a null character', ['body'], { notes: 'a\u0000b' }],
    ['no customer at all rather than null', ['body'], { customer_id: undefined }],
    [
      'a promotion that put something on the line',
      ['body', 'items', 0],
      { promotions: [{ promotion_id: 'p', amount: '-1.00' }] },
    ],
    ['a promotion by its name alone', ['body'], { promotions: [{ promotion_id: 'p', amount: '1.00' }] }],
    ['a promotion of null, which is said by leaving it out', ['body', 'items', 0], { promotions: null }],
    ['a floor below zero', ['body', 'items', 0], { minimum_price: '-1.00' }],
    ['tags that are one text', ['body', 'items', 0], { tags: 'soda' }],
    ['a batch with a separator left in it', ['body', 'items', 0], { batch: 'L7\u001d' }],
    ['a last day that never was', ['body', 'items', 0], { expires_on: '2026-02-30' }],
    ['cash rounding that is a number', ['body', 'totals'], { cash_rounding_amount: -0.01 }],
    ['a tax that compounds with nothing said about it', ['body', 'taxes', 0], { compounds: false }],
    ['a tax on every unit at a rate no money has', ['body', 'taxes', 0], { kind: 'per_unit', rate: '0.123456' }],
  ])('%s', (_, path, change) => {
    expect(refused(changed(sale, path, (found) => ({ ...found, ...change })))).toBe(true);
  });

  test('a field taken out of a promotion, whichever: there it is null when there is nothing to say', () => {
    const unnoticed = objectsOf(reduced)
      .filter(({ path }) => path.includes('promotion'))
      .flatMap(({ path, fields }) =>
        Object.keys(fields)
          .filter((gone) => !refused(changed(reduced, path, (found) => without(found, gone))))
          .map((gone) => [...path, gone]),
      );
    expect(objectsOf(reduced).some(({ path }) => path.includes('promotion'))).toBe(true);
    expect(unnoticed).toEqual([]);
  });

  test('a sale of more lines than any local may have', () => {
    const [item] = objectsOf(sale).filter(({ path }) => path.at(-2) === 'items');
    const long = (count: number) =>
      changed(sale, ['body'], (body) => ({
        ...body,
        items: Array.from({ length: count }, () => item?.fields),
      }));
    expect([refused(long(2000)), refused(long(2001))]).toEqual([false, true]);
  });

  test('anything at all that is no event, without an error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(refused(value)).toBe(true);
      }),
    );
  });
});

describe('the place of an event', () => {
  test('can be read of one that is not understood, so that it can be put aside and the journal goes on', () => {
    const odd = changed(fixture('sale-completed'), [], (event) => ({ ...event, type: 'sale.dreamt', more: [1] }));
    expect(refused(odd)).toBe(true);
    expect(eventPlace.parse(odd)).toEqual(odd);
  });

  test('is none without a sequence, a hash or a register', () => {
    for (const key of ['register_id', 'epoch', 'seq', 'id', 'prev_hash', 'hash']) {
      const odd = changed(fixture('sale-completed'), [], (event) => ({ ...event, [key]: undefined }));
      expect(eventPlace.safeParse(odd).success).toBe(false);
    }
  });
});
