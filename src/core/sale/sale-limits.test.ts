import { expect, test } from 'vitest';
import { bookOf, cash, lineOf, policyOf, saleOf } from '#testkit/sale-builders.ts';
import { percentOff, variants } from '#testkit/promotion-builders.ts';
import { checkSize, checkTenderRoom, MAX_TENDERS } from './sale-limits.ts';

const MEBIBYTE = 1024 * 1024;

test('a long sale of honest goods is far from too large', () => {
  const lines = Array.from({ length: 500 }, (_, place) => lineOf({ lineId: `line-${String(place)}` }));
  expect(checkSize(saleOf(lines), bookOf(policyOf({ max_lines: 2000 })), MEBIBYTE)).toEqual({ ok: true });
});

test('goods with more words than a server takes are too large, before anything is paid', () => {
  const { product } = lineOf();
  const name = { es: 'ñ'.repeat(500), en: 'ñ'.repeat(500) };
  const tags = Array.from({ length: 50 }, (_, place) => `${String(place)}-`.padEnd(100, 'x'));
  const lines = Array.from({ length: 1000 }, (_, place) =>
    lineOf({ lineId: `line-${String(place)}`, product: { ...product, name, tags } }),
  );
  expect(checkSize(saleOf(lines), bookOf())).toMatchObject({ ok: false, problem: { code: 'POS-1110' } });
  expect(checkSize(saleOf(lines.slice(0, 500)), bookOf())).toEqual({ ok: true });
});

test('promotions count with what they took off, and not those that did nothing', () => {
  const goods = Array.from({ length: 200 }, (_, place) => `v-${String(place)}`.padEnd(100, 'x'));
  const promotion = percentOff('10', { promotion_id: 'p', goods: variants('variant-bread', ...goods) });
  const idle = percentOff('10', { promotion_id: 'q', goods: variants(...goods) });
  const book = bookOf(policyOf(), [promotion, idle]);
  expect(checkSize(saleOf([lineOf()]), book, 20_000)).toMatchObject({ problem: { code: 'POS-1110' } });
  expect(checkSize(saleOf([lineOf()]), book, 40_000)).toEqual({ ok: true });
});

test('the last tender that fits the wire is taken, and no more', () => {
  const tenders = Array.from({ length: MAX_TENDERS }, (_, place) => cash('0.01', `cash-${String(place)}`));
  expect(checkTenderRoom(saleOf([lineOf()], { tenders: tenders.slice(1) }))).toEqual({ ok: true });
  expect(checkTenderRoom(saleOf([lineOf()], { tenders }))).toMatchObject({ problem: { code: 'POS-2106' } });
});
