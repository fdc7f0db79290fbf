import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paidSales } from '#testkit/sale-arbitraries.ts';
import { bookOf, counterOf } from '#testkit/sale-builders.ts';
import { hashOf, sealEvent, verifyEvent } from './chain.ts';
import { drawerOpenedDraft, saleCompletedDraft } from './drafts.ts';
import { EVENT_VERSION, GENESIS_HASH, type JournalDraft, type JournalEvent } from './journal-event.ts';

const DRAFT: JournalDraft = {
  type: 'drawer.opened',
  body: { opening_float: '50.00' },
  id: '0198c0de-0000-7000-8000-000000000001',
  sold_at: '2026-03-14T13:00:00.000Z',
  tz: 'America/Panama',
  utc_offset_min: -300,
  business_date: '2026-03-14',
  drawer_session_id: '0198c0de-0000-7000-8000-000000000001',
  actor: 'staff-ana',
};

const FIRST = { registerId: 'register-1', epoch: 1, seq: 1, prevHash: GENESIS_HASH };

describe('a sealed event', () => {
  test('has its place in the chain, its version and a hash', () => {
    const event = sealEvent(DRAFT, FIRST);
    expect(event).toMatchObject({
      ...DRAFT,
      v: EVENT_VERSION,
      register_id: 'register-1',
      epoch: 1,
      seq: 1,
      prev_hash: GENESIS_HASH,
    });
    expect(event.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(verifyEvent(event)).toBe(true);
  });

  test('has the same hash for ever', () => {
    // SHA-256 over the canonical JSON of the event without its hash, computed with another tool.
    expect(sealEvent(DRAFT, FIRST).hash).toBe('3857396eb9ded6e4ca124c3b6f0518aba611390df9d2f168479bf2d05f29df61');
    expect(hashOf({ b: 1, a: 'x', hash: 'of no account' })).toBe(
      'cdab067e9f3beb32d1252cfd63e492592fecbf591b0d08cadb24bb17f3864246',
    );
  });

  test('does not depend on the order of its fields, which a database may change', () => {
    const event = sealEvent(DRAFT, FIRST);
    const turned = Object.fromEntries(Object.entries(event).reverse());
    expect(verifyEvent({ ...turned, hash: event.hash })).toBe(true);
  });

  test('leaves the draft as it was', () => {
    const draft = structuredClone(DRAFT);
    sealEvent(draft, FIRST);
    expect(draft).toEqual(DRAFT);
  });

  test('hangs on the event before it: another past is another hash', () => {
    const one = sealEvent(DRAFT, FIRST);
    const other = sealEvent(DRAFT, { ...FIRST, prevHash: one.hash });
    expect(other.hash).not.toBe(one.hash);
  });
});

function withMore(event: JournalEvent, more: object): { hash: string } {
  return { ...event, ...more };
}

describe('an event that was changed', () => {
  test('is found out, whatever was done to it', () => {
    const event = sealEvent(DRAFT, FIRST);
    const { actor, ...without } = event;
    expect(actor).toBe('staff-ana');
    expect(verifyEvent(without)).toBe(false);
    expect(verifyEvent(withMore(event, { note: 'added' }))).toBe(false);
    expect(verifyEvent({ ...event, hash: event.hash.toUpperCase() })).toBe(false);
    expect(verifyEvent({ ...event, hash: '' })).toBe(false);
  });

  test('is not verified, and makes no error, when it holds what has no canonical form', () => {
    const event = sealEvent(DRAFT, FIRST);
    expect(verifyEvent(withMore(event, { seq: 1.5 }))).toBe(false);
    expect(verifyEvent(withMore(event, { actor: '\ud800' }))).toBe(false);
    let deep: unknown = null;
    for (let level = 0; level < 100_000; level += 1) {
      deep = [deep];
    }
    expect(verifyEvent(withMore(event, { deep }))).toBe(false);
  });
});

type Path = readonly (string | number)[];

/** The way to every single value inside a document. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) {
    return [path];
  }
  const inner = Object.entries(value).flatMap(([key, field]) =>
    pathsOf(field, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return inner.length === 0 ? [path] : inner;
}

/** A value of the same kind that is not the same. */
function other(value: unknown): unknown {
  if (typeof value === 'string') {
    return `${value}0`;
  }
  if (typeof value === 'number') {
    return value + 1;
  }
  return typeof value === 'boolean' ? !value : 'something';
}

function changed(value: unknown, path: Path): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    return other(value);
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown, place) => (place === key ? changed(item, rest) : item));
  }
  const fields = Object.entries(value ?? {}).map(([name, field]) => [
    name,
    name === key ? changed(field, rest) : field,
  ]);
  return Object.fromEntries(fields);
}

/** The event with one value changed; `hash` itself may be the one. */
function forgery(event: JournalEvent, path: Path): { hash: string } {
  const forged = changed(event, path);
  return { hash: '', ...(typeof forged === 'object' ? forged : null) };
}

const happening = { id: 'event-1', now: '2026-03-14T20:00:00.000Z', actor: 'staff-ana' };

const sealedSales = paidSales().map(({ sale, policy }) =>
  sealEvent(
    saleCompletedDraft(
      sale,
      { ...happening, drawerSessionId: 'drawer-1', place: { epoch: 1, saleNumber: 7 } },
      counterOf(bookOf(policy)),
    ),
    { registerId: 'register-1', epoch: 1, seq: 8, prevHash: 'ab'.repeat(32) },
  ),
);

describe('always', () => {
  test('a sealed sale verifies, also after a journey through JSON', () => {
    fc.assert(
      fc.property(sealedSales, (event) => {
        expect(verifyEvent(event)).toBe(true);
        const arrived: object = JSON.parse(JSON.stringify(event)) as object;
        expect(verifyEvent({ ...arrived, hash: event.hash })).toBe(true);
      }),
    );
  });

  test('any change of any value anywhere in a sealed sale is found out', () => {
    fc.assert(
      fc.property(sealedSales, fc.nat(), (event, choice) => {
        const paths = pathsOf(event);
        const path = paths[choice % paths.length] ?? [];
        const forged = forgery(event, path);
        expect(forged).not.toEqual(event);
        expect(verifyEvent(forged)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  test('not one value of an event is left out of its hash', () => {
    const event = sealEvent(drawerOpenedDraft('50.00', happening, counterOf()), FIRST);
    const unnoticed = pathsOf(event).filter((path) => verifyEvent(forgery(event, path)));
    expect(unnoticed).toEqual([]);
  });
});
