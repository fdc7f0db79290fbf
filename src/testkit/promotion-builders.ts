import { Decimal } from '#core/money/money.ts';
import { type LineState, startState } from '#core/promotion/line-state.ts';
import type { PromotableLine, PromotionCut } from '#core/promotion/promotion-cut.ts';
import { openPromotionBook, type PromotionBook } from '#core/promotion/promotion-book.ts';
import type { Goods, Promotion, PromotionAction } from '#core/promotion/promotion.ts';
import type { LineProduct, SaleLine } from '#core/sale/sale.ts';
import { lineOf, lineProductOf } from './sale-builders.ts';

/** Small, plain parts of promotions for tests: say what matters, take the rest as it is. */

export const EVERYTHING: Goods = { variant_ids: [], category_ids: [], tags: [] };

/** Goods by any of the three lists. */
export function goodsOf(change: Partial<Goods>): Goods {
  return { ...EVERYTHING, ...change };
}

/** Goods by their variants. */
export function variants(...variantIds: readonly string[]): Goods {
  return goodsOf({ variant_ids: [...variantIds] });
}

/** 10 % off everything, always, for everybody, unless said otherwise. Its name is its id. */
export function promotionOf(change: Partial<Promotion> = {}): Promotion {
  const id = change.promotion_id ?? 'promotion-1';
  return {
    promotion_id: id,
    name: { es: id, en: id },
    priority: 0,
    exclusive: false,
    stackable: true,
    when: { from: null, until: null, weekdays: [], hours: null },
    customer_tiers: [],
    conditions: [],
    goods: EVERYTHING,
    action: { kind: 'each_unit', reward: { kind: 'percent_off', percent: '10' }, max_units: null },
    max_amount: null,
    ...change,
  };
}

/** So many percent off every line of the goods. */
export function percentOff(percent: string, change: Partial<Promotion> = {}): Promotion {
  const action: PromotionAction = { kind: 'each_unit', reward: { kind: 'percent_off', percent }, max_units: null };
  return promotionOf({ promotion_id: `${percent}-off`, action, ...change });
}

/** An amount off the goods together. */
export function amountOffTogether(amount: string, change: Partial<Promotion> = {}): Promotion {
  const action: PromotionAction = { kind: 'together', reward: { kind: 'amount_off', amount } };
  return promotionOf({ promotion_id: `${amount}-together`, action, ...change });
}

/** Of three of the goods the cheapest is free. */
export function threeForTwo(goods: Goods, change: Partial<Promotion> = {}): Promotion {
  return promotionOf({
    promotion_id: 'three-for-two',
    goods,
    action: {
      kind: 'buy_get',
      bought: goods,
      buy: 2,
      get: 1,
      reward: { kind: 'percent_off', percent: '100' },
      max_sets: null,
    },
    ...change,
  });
}

/** One of each of these variants for one price. */
export function bundleOf(price: string, ...variantIds: readonly string[]): Promotion {
  return promotionOf({
    promotion_id: `bundle-${variantIds.join('-')}`,
    action: {
      kind: 'bundle',
      parts: variantIds.map((variantId) => ({ goods: variants(variantId), quantity: 1 })),
      price,
    },
  });
}

/** A line of one variant, its id the variant's: `sold('tea', '3', '1.50')`; kilograms are written "0.78kg". */
export function sold(variantId: string, quantity: string, unitPrice: string): SaleLine {
  const isWeighed = quantity.endsWith('kg');
  return lineOf({
    lineId: variantId,
    product: lineProductOf({ variantId, sku: variantId, unit: isWeighed ? 'kg' : 'unit' }),
    quantity: isWeighed ? quantity.slice(0, -2) : quantity,
    unitPrice,
  });
}

/** The line with its product changed. */
export function soldAs(line: SaleLine, change: Partial<LineProduct>): SaleLine {
  return { ...line, product: { ...line.product, ...change } };
}

/** The line as promotions look at it: gross and floor rounded to the money unit. */
export function promotable(line: SaleLine, unit = '0.01'): PromotableLine {
  const gross = new Decimal(line.quantity).times(line.unitPrice).toNearest(unit);
  const floor = new Decimal(line.quantity).times(line.product.minimumPrice ?? 0).toNearest(unit);
  return { line, gross, floor: Decimal.max(Decimal.min(floor, gross), 0) };
}

/** The line before any promotion, in cents: `stateOf(sold('tea', '3', '1.50'))`. */
export function stateOf(line: SaleLine): LineState {
  return startState(promotable(line));
}

/** A cut of so much off the line as it is now; its amount is exact, and it counts no units. */
export function cutOf(state: LineState, amount: string, promotion: Promotion = promotionOf()): PromotionCut {
  return { promotion, from: state.worth, exact: new Decimal(amount), amount: new Decimal(amount), units: null };
}

/** A Saturday morning in Panama, a customer of no tier, cents; unless said otherwise. */
export function openedBook(
  promotions: readonly Promotion[],
  at: { instant?: string; tier?: string | null; unit?: string } = {},
): PromotionBook {
  return openPromotionBook(promotions, {
    instant: at.instant ?? '2026-03-14T15:00:00.000Z',
    timeZone: 'America/Panama',
    tier: at.tier ?? null,
    unit: new Decimal(at.unit ?? '0.01'),
  });
}
