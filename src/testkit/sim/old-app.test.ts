import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { JournalDraft, JournalEvent } from '#core/journal/journal-event.ts';
import type { PushRequest } from '#protocol/sync.ts';
import { draftOfOldApp, requestOfOldApp } from './old-app.ts';
import { shapeOf, shapeOfEvents } from '../wire-samples.ts';

const pushes = new URL('../../protocol/pushes/', import.meta.url);

function kept(version: number): PushRequest {
  return JSON.parse(readFileSync(new URL(`v${String(version)}.json`, pushes), 'utf8')) as PushRequest;
}

const [first, newest] = [kept(1), kept(4)];
/** Simulated shops have no promotions and give no discounts on whole sales. */
const isPlain = (event: JournalEvent) =>
  event.type !== 'sale.completed' || (event.body.promotions === undefined && event.body.discount === null);

test('an old app writes nothing of what the first version of the wire did not have', () => {
  const events = newest.items as JournalEvent[];
  const drafts = events.filter(isPlain).map((event) => draftOfOldApp(event satisfies JournalDraft));
  expect(drafts.some(({ type }) => type === 'sale.completed')).toBe(true);
  const known = new Set(shapeOfEvents(first.items).map(withoutType));
  const later = shapeOfEvents(drafts).filter((line) => !known.has(withoutType(line)));
  expect(later.filter((line) => !/\.items\[\]\.discount\.|\.(batch|serial|expires_on)/.test(line))).toEqual([]);
});

test('an old app sends and asks nothing that the first version did not', () => {
  const push = { ...newest, items: [], lost_through: 7 };
  const sent = requestOfOldApp({ method: 'POST', path: '/api/v1/pos/sync', body: JSON.stringify(push) });
  expect(shapeOf(JSON.parse(sent.body ?? ''))).toEqual(shapeOf({ ...first, items: [] }));
  const asked = requestOfOldApp({ method: 'GET', path: '/api/v1/pos/sync/head?epoch=2&seq=5&hash=ab', body: null });
  expect(asked).toEqual({ method: 'GET', path: '/api/v1/pos/sync/head?epoch=2', body: null });
});

function withoutType(line: string): string {
  return line.replace(/: \w+$/, '');
}
