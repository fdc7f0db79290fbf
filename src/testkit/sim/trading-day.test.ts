import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Mishap } from './mishap.ts';
import type { LineMishap } from './sim-line.ts';
import { makeShopTemplate, type ShopTemplate } from './sim-server.ts';
import { WORLD_START } from './sim-shop.ts';
import { type Blow, type DayCall, type DayReport, liveDay } from './trading-day.ts';

/**
 * With EVERY_CALL=1 each call of the day meets each mishap. Otherwise each call to a disk meets one of them and each request
 * four of the twelve, in turn, and others each time: what broke is named by its call and its mishap.
 */
const isWhole = process.env['EVERY_CALL'] === '1';
const SHIFT = Math.floor(Math.random() * 12);
const SALES = 9;

let template: ShopTemplate;
let day: DayReport;

beforeAll(async () => {
  template = await makeShopTemplate(WORLD_START);
  day = await liveDay(template.file, null);
}, 120_000);

afterAll(() => {
  template.remove();
});

test('a day on which nothing fails is a day of nine sales, over hundreds of calls', () => {
  expect(day.broken).toEqual({ lost: [], doubled: [], gaps: [], unbalanced: [], other: [] });
  expect(day.sales).toBe(SALES);
  expect(day.calls.till).toBeGreaterThan(150);
  expect(day.calls.server).toBeGreaterThan(50);
  expect(day.calls.line).toBeGreaterThan(5);
});

async function brokenDays(on: DayCall, mishaps: readonly string[], at: number): Promise<string[]> {
  const broken: string[] = [];
  for (let call = 0; call < day.calls[on]; call += 1) {
    const turns = on === 'line' ? 3 : mishaps.length;
    if (isWhole || (call + SHIFT) % turns === at % turns) {
      const report = await liveDay(template.file, { on, call, mishap: mishaps[at] } as Blow);
      const { lost, doubled, gaps, unbalanced, other } = report.broken;
      const all = [...lost, ...doubled, ...gaps, ...unbalanced, ...other];
      broken.push(...all.map((text) => `call ${String(call)} of the ${on}: ${text}`));
      broken.push(...(report.sales === SALES ? [] : [`call ${String(call)}: ${String(report.sales)} sales`]));
    }
  }
  return broken;
}

describe('whichever call to the disk of the till', () => {
  const mishaps: Mishap[] = ['fails', 'fails_after', 'hangs', 'dies_before', 'dies_after'];
  test.each(mishaps.map((mishap, at) => [mishap, at] as const))(
    '%s, each sale is there once',
    async (_mishap, at) => {
      expect(await brokenDays('till', mishaps, at)).toEqual([]);
    },
    600_000,
  );
});

describe('whichever statement of the server', () => {
  const mishaps: Mishap[] = ['fails', 'fails_after', 'dies_before', 'dies_after'];
  test.each(mishaps.map((mishap, at) => [mishap, at] as const))(
    '%s, each sale is there once',
    async (_mishap, at) => {
      expect(await brokenDays('server', mishaps, at)).toEqual([]);
    },
    600_000,
  );
});

describe('whichever request', () => {
  const mishaps: LineMishap[] = [
    'request_lost',
    'answer_lost',
    'doubled',
    'doubled_late',
    'too_late',
    'cut',
    'portal',
    'foreign_json',
    'stale_answer',
    'refused_by_proxy',
    'busy',
    'failing',
  ];
  test.each(mishaps.map((mishap, at) => [mishap, at] as const))(
    'meets "%s", each sale is there once',
    async (_mishap, at) => {
      expect(await brokenDays('line', mishaps, at)).toEqual([]);
    },
    600_000,
  );
});
