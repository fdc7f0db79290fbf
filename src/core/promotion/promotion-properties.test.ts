import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, sum } from '#core/money/money.ts';
import type { SaleLine } from '#core/sale/sale.ts';
import { promotedLines, promotionLists } from '#testkit/promotion-arbitraries.ts';
import { openedBook, promotable, sold, variants } from '#testkit/promotion-builders.ts';
import { applyPromotions, type PromotionRun } from './apply-promotions.ts';
import type { PromotableLine } from './promotion-cut.ts';
import type { Promotion } from './promotion.ts';

const currencies = fc.constantFrom({ currency: 'USD', unit: '0.01' }, { currency: 'JPY', unit: '1' });

interface Drawn {
  unit: string;
  lines: readonly PromotableLine[];
  promotions: readonly Promotion[];
}

const carts: fc.Arbitrary<Drawn> = currencies.chain(({ currency, unit }) =>
  fc
    .record({
      sold: fc.array(promotedLines(currency), { minLength: 1, maxLength: 10 }),
      promotions: promotionLists(currency),
    })
    .map(({ sold: lines, promotions }) => ({ unit, lines: lines.map((line) => promotable(line, unit)), promotions })),
);

function run({ lines, promotions, unit }: Drawn): PromotionRun {
  return applyPromotions(lines, openedBook(promotions, { unit }), null);
}

/** The cuts in words, to be compared. */
function written({ cuts }: Pick<PromotionRun, 'cuts'>): string[][] {
  return cuts.map((list) =>
    list.map((cut) =>
      [cut.promotion.promotion_id, cut.from.toFixed(), cut.exact.toFixed(), cut.amount.toFixed(), cut.units].join(' '),
    ),
  );
}

function inWords(cuts: PromotionRun['cuts'][number]): string {
  return written({ cuts: [cuts] }).join();
}

function applied({ cuts }: PromotionRun): Set<string> {
  return new Set(cuts.flat().map((cut) => cut.promotion.promotion_id));
}

/** What is wrong with the cuts of one line. */
function lineFaults(line: PromotableLine, cuts: PromotionRun['cuts'][number], unit: string): string[] {
  const faults: string[] = [];
  let worth = line.gross;
  for (const cut of cuts) {
    if (!cut.from.equals(worth)) {
      faults.push('does not begin with what was left');
    }
    if (!cut.amount.greaterThan(0) || !cut.amount.div(unit).isInteger()) {
      faults.push('is no amount of money');
    }
    worth = worth.minus(cut.amount);
  }
  if (cuts.length > 0 && worth.lessThan(line.floor)) {
    faults.push('goes below the floor');
  }
  if (cuts.length > 1 && cuts.some((cut) => !cut.promotion.stackable)) {
    faults.push('does not stack and is not alone');
  }
  const ofSets = cuts.filter((cut) => ['buy_get', 'every', 'bundle'].includes(cut.promotion.action.kind));
  if (
    ofSets.length > 0 &&
    !sum(ofSets.map((cut) => new Decimal(cut.units ?? Number.NaN))).lessThanOrEqualTo(line.line.quantity)
  ) {
    faults.push('rewards more pieces than there are');
  }
  return faults;
}

function faultsOf(drawn: Drawn): string[] {
  const made = run(drawn);
  const ofLines = drawn.lines.flatMap((line, place) => lineFaults(line, made.cuts[place] ?? [], drawn.unit));
  const ofPromotions = drawn.promotions.flatMap((promotion) => {
    const cuts = made.cuts.flat().filter((cut) => cut.promotion === promotion);
    const isTooMuch = sum(cuts.map((cut) => cut.amount)).greaterThan(promotion.max_amount ?? Number.POSITIVE_INFINITY);
    const isNotAlone = cuts.length > 0 && promotion.exclusive && applied(made).size > 1;
    return [
      ...(isTooMuch ? ['takes off more than its most'] : []),
      ...(isNotAlone ? ['is exclusive and not alone'] : []),
    ];
  });
  return [...ofLines, ...ofPromotions];
}

describe('ten thousand sales', () => {
  test('lose no more than their goods have room for, in whole cents, each promotion no more than its most', () => {
    fc.assert(
      fc.property(carts, (drawn) => {
        expect(faultsOf(drawn)).toEqual([]);
      }),
      { numRuns: 10_000, seed: 20_260_314 },
    );
  }, 60_000);

  test('priced again with only the promotions that took something off come to the same', () => {
    fc.assert(
      fc.property(carts, (drawn) => {
        const all = run(drawn);
        const kept = drawn.promotions.filter((promotion) => applied(all).has(promotion.promotion_id));
        expect(written(run({ ...drawn, promotions: kept }))).toEqual(written(all));
      }),
      { numRuns: 3_000 },
    );
  }, 60_000);
});

describe('a sale that changes', () => {
  /** Where, and what happens there: a line is put in, its quantity or price is another, or it leaves. */
  const edits = (currency: string) =>
    fc.array(
      fc.record({
        place: fc.nat({ max: 30 }),
        what: fc.constantFrom('add', 'add', 'quantity', 'quantity', 'replace', 'remove', 'nothing'),
        line: promotedLines(currency),
      }),
      { minLength: 1, maxLength: 12 },
    );

  function edited(
    lines: readonly PromotableLine[],
    edit: { place: number; what: string; line: SaleLine },
  ): PromotableLine[] {
    const place = lines.length === 0 ? 0 : edit.place % lines.length;
    const there = lines[place];
    switch (edit.what) {
      case 'add':
        return lines.toSpliced(place, 0, promotable(edit.line));
      case 'remove':
        return lines.toSpliced(place, 1);
      case 'quantity': {
        const isSameUnit = there?.line.product.unit === edit.line.product.unit;
        return there !== undefined && isSameUnit
          ? lines.with(place, promotable({ ...there.line, quantity: edit.line.quantity }))
          : [...lines];
      }
      case 'replace':
        return there === undefined ? [] : lines.with(place, promotable(edit.line));
      default:
        return [...lines];
    }
  }

  test('costs after every change what it costs when it is priced from the start', () => {
    fc.assert(
      fc.property(promotionLists('USD'), edits('USD'), (promotions, list) => {
        const book = openedBook(promotions);
        let lines: readonly PromotableLine[] = [];
        let last: PromotionRun | null = null;
        for (const edit of list) {
          lines = edited(lines, edit);
          const before: PromotionRun | null = last;
          last = applyPromotions(lines, book, before);
          expect(written(last)).toEqual(written(applyPromotions(lines, book, null)));
          expect(last.lines).toEqual(lines);
        }
      }),
      { numRuns: 2_000 },
    );
  }, 60_000);

  test('keeps the cuts of every line on which nothing changed', () => {
    fc.assert(
      fc.property(promotionLists('USD'), edits('USD'), (promotions, list) => {
        const book = openedBook(promotions);
        let lines: readonly PromotableLine[] = [];
        let last = applyPromotions(lines, book, null);
        for (const edit of list) {
          const before = last;
          const kept = new Map(lines.map((line, place) => [line, before.cuts[place]]));
          lines = edited(lines, edit);
          last = applyPromotions(lines, book, before);
          const renewed = last.cuts.filter((cuts, place) => {
            const line = lines[place];
            const known = line === undefined ? undefined : kept.get(line);
            return known !== undefined && known !== cuts && inWords(known) === inWords(cuts);
          });
          expect(renewed).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  test('is worked out anew with another book', () => {
    const lines = [promotable(sold('tea', '1', '10.00'))];
    const first = applyPromotions(lines, openedBook([]), null);
    expect(first.cuts).toEqual([[]]);
    fc.assert(
      fc.property(promotionLists('USD'), (promotions) => {
        const book = openedBook(promotions);
        expect(written(applyPromotions(lines, book, first))).toEqual(written(applyPromotions(lines, book, null)));
      }),
    );
  });
});

describe('promotions that have no goods in common', () => {
  test('take off the same in whatever order they come', () => {
    const apart = promotionLists('USD', 4).chain((promotions) =>
      fc.record({
        promotions: fc.constant(
          promotions.map((promotion, place): Promotion => {
            const own = variants(`goods-${String(place)}`);
            const { action } = promotion;
            return {
              ...promotion,
              exclusive: false,
              goods: own,
              conditions: promotion.conditions.map((condition) => ({ ...condition, goods: own })),
              action:
                action.kind === 'buy_get'
                  ? { ...action, bought: own }
                  : action.kind === 'bundle'
                    ? { ...action, parts: action.parts.map((part) => ({ ...part, goods: own })) }
                    : action,
            };
          }),
        ),
        priorities: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 4, maxLength: 4 }),
        lines: fc.array(
          fc
            .record({ owner: fc.nat({ max: 3 }), line: promotedLines('USD') })
            .map(({ owner, line }) =>
              promotable({ ...line, product: { ...line.product, variantId: `goods-${String(owner)}` } }),
            ),
          { maxLength: 8 },
        ),
      }),
    );
    fc.assert(
      fc.property(apart, ({ promotions, priorities, lines }) => {
        const shuffled = promotions.map((promotion, place) => ({ ...promotion, priority: priorities[place] ?? 0 }));
        expect(written(run({ unit: '0.01', lines, promotions: shuffled }))).toEqual(
          written(run({ unit: '0.01', lines, promotions })),
        );
      }),
      { numRuns: 500 },
    );
  });
});
