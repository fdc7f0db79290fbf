import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openedBook, promotable, promotionOf, sold, variants } from '#testkit/promotion-builders.ts';
import { sum } from '#core/money/money.ts';
import type { SaleLine } from '#core/sale/sale.ts';
import { applyPromotions } from './apply-promotions.ts';
import type { PromotionAction } from './promotion.ts';

/** Small sales whose sets are also found by trying every way to use every single piece. */

const NAMES = ['tea', 'mate', 'milk'];

const smallSales: fc.Arbitrary<SaleLine[]> = fc.array(
  fc
    .record({
      name: fc.constantFrom(...NAMES),
      quantity: fc.integer({ min: 1, max: 3 }),
      price: fc.integer({ min: 1, max: 9 }),
    })
    .map(({ name, quantity, price }) => sold(name, String(quantity), `${String(price)}.00`)),
  { minLength: 1, maxLength: 3 },
);

const someNames = fc.subarray(NAMES, { minLength: 1 });

interface Piece {
  name: string;
  price: number;
}

function piecesOf(lines: readonly SaleLine[]): Piece[] {
  return lines.flatMap((line) =>
    Array.from({ length: Number(line.quantity) }, () => ({
      name: line.product.sku,
      price: Number(line.unitPrice),
    })),
  );
}

/** Every way to give each piece one of its uses, where 0 is none. */
function* uses(pieces: readonly Piece[], allowed: (piece: Piece) => number[]): Generator<number[]> {
  const [first, ...others] = pieces;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const rest of uses(others, allowed)) {
    for (const use of [0, ...allowed(first)]) {
      yield [use, ...rest];
    }
  }
}

function worthOf(pieces: readonly Piece[], chosen: readonly number[], isMeant: (use: number) => boolean): number {
  return pieces.reduce((all, piece, place) => all + (isMeant(chosen[place] ?? 0) ? piece.price : 0), 0);
}

function takenOff(lines: readonly SaleLine[], action: PromotionAction, rewarded: readonly string[]): number {
  const promotion = promotionOf({ action, goods: variants(...rewarded) });
  const run = applyPromotions(
    lines.map((line) => promotable(line)),
    openedBook([promotion]),
    null,
  );
  return sum(run.cuts.flat().map((cut) => cut.amount)).toNumber();
}

describe('by trying everything', () => {
  test('“buy and get” forms as many sets as there can be, and gives the cheapest pieces that allow so many', () => {
    const rules = fc.record({
      rewarded: someNames,
      bought: someNames,
      buy: fc.integer({ min: 1, max: 3 }),
      get: fc.integer({ min: 1, max: 2 }),
    });
    fc.assert(
      fc.property(smallSales, rules, (lines, { rewarded, bought, buy, get }) => {
        const pieces = piecesOf(lines);
        let best = { sets: 0, worth: 0 };
        const allowed = ({ name }: Piece) => [
          ...(rewarded.includes(name) ? [1] : []),
          ...(bought.includes(name) ? [2] : []),
        ];
        for (const chosen of uses(pieces, allowed)) {
          const sets = chosen.filter((use) => use === 1).length / get;
          if (Number.isInteger(sets) && chosen.filter((use) => use === 2).length === sets * buy) {
            const worth = worthOf(pieces, chosen, (use) => use === 1);
            if (sets > best.sets || (sets === best.sets && worth < best.worth)) {
              best = { sets, worth };
            }
          }
        }
        const action: PromotionAction = {
          kind: 'buy_get',
          bought: variants(...bought),
          buy,
          get,
          reward: { kind: 'percent_off', percent: '100' },
          max_sets: null,
        };
        expect(takenOff(lines, action, rewarded)).toBe(best.worth);
      }),
      { numRuns: 400 },
    );
  });

  test('bundles take off the most that any choice of pieces could', () => {
    const rules = fc.record({
      parts: fc.array(fc.record({ names: someNames, quantity: fc.integer({ min: 1, max: 2 }) }), {
        minLength: 1,
        maxLength: 3,
      }),
      price: fc.integer({ min: 0, max: 15 }),
    });
    fc.assert(
      fc.property(smallSales, rules, (lines, { parts, price }) => {
        const pieces = piecesOf(lines);
        const allowed = ({ name }: Piece) =>
          parts.flatMap((part, place) => (part.names.includes(name) ? [place + 1] : []));
        let most = 0;
        for (const chosen of uses(pieces, allowed)) {
          const bundles = chosen.filter((use) => use === 1).length / (parts[0]?.quantity ?? 1);
          const isWhole =
            Number.isInteger(bundles) &&
            parts.every((part, place) => chosen.filter((use) => use === place + 1).length === bundles * part.quantity);
          if (isWhole) {
            most = Math.max(most, worthOf(pieces, chosen, (use) => use > 0) - bundles * price);
          }
        }
        const action: PromotionAction = {
          kind: 'bundle',
          parts: parts.map((part) => ({ goods: variants(...part.names), quantity: part.quantity })),
          price: `${String(price)}.00`,
        };
        expect(takenOff(lines, action, NAMES)).toBe(most);
      }),
      { numRuns: 200 },
    );
  });
});
