import { Decimal } from '#core/money/money.ts';
import type { PriceBook } from '#core/pricing/price-book.ts';
import { priceOpenSale } from '#core/pricing/price-open-sale.ts';
import { priceSale } from '#core/pricing/price-sale.ts';
import type { Sale } from '#core/sale/sale.ts';
import { percentOff, threeForTwo, variants } from '#testkit/promotion-builders.ts';
import { ITBMS_10, ITBMS_7, lineOf, percent, policyOf, saleOf } from '#testkit/sale-builders.ts';
import { type Figure, figure } from './figure.ts';

const RUNS = 400;

/** A sale of different goods at two tax rates, five of them with a promotion among so many that are in force. */
function shopping(lines: number, promotions: number): { sale: Sale; book: PriceBook } {
  const sale = saleOf(
    Array.from({ length: lines }, (_, place) =>
      lineOf({
        lineId: `line-${String(place)}`,
        variantId: `goods-${String(place)}`,
        quantity: String(1 + (place % 3)),
        unitPrice: new Decimal(place).times('0.37').plus(1).toFixed(2),
        taxes: [place % 2 === 0 ? ITBMS_7 : ITBMS_10],
      }),
    ),
  );
  const inForce = Array.from({ length: promotions }, (_, place) => {
    const goods = variants(`goods-${String(place < 5 ? place * 7 : place + 1_000_000)}`);
    const promotion_id = `promotion-${String(place)}`;
    return place % 2 === 0 ? threeForTwo(goods, { promotion_id }) : percentOff('10', { promotion_id, goods });
  });
  return { sale, book: { policy: policyOf(), promotions: inForce } };
}

/** Pricing: the whole sale, a change of one line, and the multiplying and adding that no way of pricing can do without. */
export function pricingBench(clock: () => number): Figure[] {
  const bare = '100 lines multiplied, rounded and added';
  const timed = (name: string, work: () => void) => figure({ name, against: bare }, { work, runs: RUNS }, clock);
  return [
    timed(bare, multiplied(shopping(100, 0).sale)),
    ...[
      { lines: 100, promotions: 0, discounted: false },
      { lines: 100, promotions: 500, discounted: false },
      { lines: 100, promotions: 5, discounted: true },
      { lines: 1200, promotions: 5, discounted: false },
    ].flatMap(({ lines, promotions, discounted }) => {
      const { sale: plain, book } = shopping(lines, promotions);
      const sale = discounted ? { ...plain, discount: percent('3') } : plain;
      const shop = `${String(lines)} lines, ${String(promotions)} promotions${discounted ? ', sale discount' : ''}`;
      return [
        timed(`${shop}: whole, for the screen`, () => {
          priceOpenSale(sale, book, null);
        }),
        timed(`${shop}: whole, with tax shares`, () => {
          priceSale(sale, book);
        }),
        timed(`${shop}: one line changed`, changing(sale, book)),
      ];
    }),
  ];
}

function multiplied(sale: Sale): () => void {
  return () => {
    sale.lines.reduce(
      (total, line) => total.plus(new Decimal(line.unitPrice).times(line.quantity).toDecimalPlaces(2)),
      new Decimal(0),
    );
  };
}

/** Changes the quantity of one line after the other, each time from the pricing before. */
function changing(sale: Sale, book: PriceBook): () => void {
  let price = priceOpenSale(sale, book, null);
  let turn = 0;
  return () => {
    turn += 1;
    const { lines } = price.sale;
    const place = turn % lines.length;
    const line = lines[place];
    if (line !== undefined) {
      const quantity = String(1 + (turn % 4));
      price = priceOpenSale({ ...price.sale, lines: lines.with(place, { ...line, quantity }) }, book, price);
    }
  };
}
