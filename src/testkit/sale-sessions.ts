import fc from 'fast-check';
import type { Policy, Role } from '#core/catalogue/catalogue.ts';
import { applySaleEvent } from '#core/sale/apply-sale-event.ts';
import { inverseOf } from '#core/sale/inverse-event.ts';
import type { Discount, LineProduct, Sale, SaleEvent } from '#core/sale/sale.ts';
import { addArticle, discountLine, discountSale, type Planned, setQuantity } from '#core/sale/sale-commands.ts';
import { bookOf, countedIds, ITBMS_10, ITBMS_7, lineProductOf, VAT_21_INCLUDED } from './sale-builders.ts';
import { anyText } from './texts.ts';

/** What a cashier may do to a sale, in any order and with anything typed, as fast-check draws it. */
export type Action =
  | { do: 'add'; article: number; quantity: string }
  | { do: 'quantity'; line: number; typed: string }
  | { do: 'discount'; line: number; discount: Discount | null }
  | { do: 'sale discount'; discount: Discount | null }
  | { do: 'remove'; line: number }
  | { do: 'miss' }
  | { do: 'clear'; miss: number }
  | { do: 'customer'; name: string | null }
  | { do: 'note'; note: string | null }
  | { do: 'undo' };

/** One event with the sale before and after it. */
export interface Step {
  before: Sale;
  event: SaleEvent;
  after: Sale;
}

export interface Session {
  sale: Sale;
  events: SaleEvent[];
  steps: Step[];
}

interface OnTheShelf {
  product: LineProduct;
  unitPrice: string;
}

const names = { es: 'Artículo', en: 'Article' };

/** By the piece and by weight, taxed in three ways and not at all, free, cheap and dear. */
const SHELF: readonly OnTheShelf[] = [
  { product: lineProductOf({ variantId: 'bread' }), unitPrice: '2' },
  { product: lineProductOf({ variantId: 'soda', name: names, taxes: [ITBMS_7] }), unitPrice: '1' },
  { product: lineProductOf({ variantId: 'wine', name: names, taxes: [ITBMS_10] }), unitPrice: '13' },
  { product: lineProductOf({ variantId: 'tea', name: names, taxes: [VAT_21_INCLUDED] }), unitPrice: '4' },
  { product: lineProductOf({ variantId: 'cheese', name: names, unit: 'kg', taxes: [ITBMS_7] }), unitPrice: '9' },
  { product: lineProductOf({ variantId: 'leaflet', name: names }), unitPrice: '0' },
  { product: lineProductOf({ variantId: 'boat', name: names, taxes: [ITBMS_7] }), unitPrice: '4999999' },
];

const typed = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 12 }).map(String) },
  {
    weight: 3,
    arbitrary: fc
      .integer({ min: 1, max: 9999 })
      .map((grams) => `${String(Math.trunc(grams / 1000))}.${String(grams % 1000).padStart(3, '0')}`),
  },
  { weight: 2, arbitrary: fc.constantFrom('0', '-1', '1e9', 'abc', '1,5', '', '99999', '100000', '0.0001', ' 3 ') },
  { weight: 1, arbitrary: anyText(8) },
);

const reasons = fc.oneof(fc.constantFrom('regular customer', '', '  ', `${'x'.repeat(199)}💶`), anyText());

const givenDiscounts: fc.Arbitrary<Discount> = fc.record({
  type: fc.constantFrom('percentage' as const, 'fixed_amount' as const),
  value: fc.oneof(typed, fc.constantFrom('5', '5.01', '101', '0.05', '0.505', '100', '2,5')),
  reason: reasons,
});

const place = fc.nat({ max: 9 });

export const actions: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('add' as const), article: place, quantity: typed }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('quantity' as const), line: place, typed }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('discount' as const), line: place, discount: fc.option(givenDiscounts) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('sale discount' as const), discount: fc.option(givenDiscounts) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), line: place }) },
  { weight: 1, arbitrary: fc.constant({ do: 'miss' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const), miss: place }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('customer' as const), name: fc.option(fc.constantFrom('Rosa', 'Luis')) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('note' as const), note: fc.option(fc.constantFrom('gift', '')) }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'undo' as const }) },
);

export interface SessionWishes {
  policy?: Policy;
  role?: Role;
}

/** Does everything the cashier tried; what a command refuses does not happen. */
export function playSession(tried: readonly Action[], wishes: SessionWishes = {}): Session {
  const context = {
    book: bookOf(wishes.policy),
    role: wishes.role ?? ('cashier' as const),
    newId: countedIds(),
  };
  let sale = applySaleEvent(null, {
    type: 'sale.opened',
    saleId: 'sale-1',
    currency: context.book.policy.currency,
    cashierId: 'staff-ana',
    at: '2026-03-14T15:00:00.000Z',
  });
  const steps: Step[] = [];
  const undo: SaleEvent[] = [];
  for (const action of tried) {
    const event = action.do === 'undo' ? undo.pop() : eventOf(sale, action, context);
    if (event !== undefined) {
      const after = applySaleEvent(sale, event);
      const inverse = inverseOf(sale, event);
      if (action.do !== 'undo' && inverse !== null) {
        undo.push(inverse);
      }
      steps.push({ before: sale, event, after });
      sale = after;
    }
  }
  return { sale, steps, events: steps.map((step) => step.event) };
}

function eventOf(
  sale: Sale,
  action: Exclude<Action, { do: 'undo' }>,
  context: Parameters<typeof addArticle>[2],
): SaleEvent | undefined {
  const line = 'line' in action ? sale.lines[action.line % Math.max(sale.lines.length, 1)] : undefined;
  const lineId = line?.lineId ?? 'nobody';
  switch (action.do) {
    case 'add': {
      const shelf = SHELF[action.article % SHELF.length];
      return shelf && planned(addArticle(sale, { ...shelf, quantity: action.quantity }, context));
    }
    case 'quantity':
      return planned(setQuantity(sale, { lineId, typed: action.typed }));
    case 'discount':
      return planned(discountLine(sale, { lineId, discount: action.discount }, context));
    case 'sale discount':
      return planned(discountSale(sale, action.discount, context));
    case 'remove':
      return line && { type: 'line.removed', lineId };
    case 'miss':
      return { type: 'miss.added', miss: { missId: context.newId(), text: '123', reason: 'unknown' } };
    case 'clear': {
      const miss = sale.misses[action.miss % Math.max(sale.misses.length, 1)];
      return miss && { type: 'miss.cleared', missId: miss.missId };
    }
    case 'customer':
      return {
        type: 'sale.customer_set',
        customer: action.name === null ? null : { customerId: 'c-1', name: action.name },
      };
    case 'note':
      return { type: 'sale.noted', note: action.note };
  }
}

function planned(plan: Planned): SaleEvent | undefined {
  return plan.ok ? plan.event : undefined;
}
