import { createTranslator } from 'use-intl/core';
import { describe, expect, it } from 'vitest';
import type { TaxRounding } from '#core/catalogue/catalogue.ts';
import { explainSale } from '#core/pricing/explain-sale.ts';
import { priceOpenSale } from '#core/pricing/price-open-sale.ts';
import type { Promotion } from '#core/promotion/promotion.ts';
import type { Sale, SaleLine } from '#core/sale/sale.ts';
import { amountOffTogether, percentOff, sold, soldAs, threeForTwo, variants } from '#testkit/promotion-builders.ts';
import { amountOff, bookOf, ITBMS_7, percent, policyOf, saleOf, VAT_21_INCLUDED } from '#testkit/sale-builders.ts';
import type { Format } from '#ui/format.tsx';
import { formatQuantity, formatRate, moneyFormat } from '#ui/money-format.ts';
import { en } from '#ui/words/en.ts';
import { lineTexts, saleStepText, type StepText, type Telling } from './step-text.ts';

const format: Format = {
  language: 'en',
  locale: 'en-US',
  money: moneyFormat('en-US', 'USD'),
  quantity: (quantity, unit) => formatQuantity(quantity, unit, 'en-US'),
  rate: (rate) => formatRate(rate, 'en-US'),
  day: String,
  time: String,
  moment: String,
  name: (words) => words.en,
};

interface Priced {
  promotions?: readonly Promotion[];
  sale?: Partial<Sale>;
  taxRounding?: TaxRounding;
}

function told(lines: readonly SaleLine[], { promotions = [], sale, taxRounding = 'per_rate' }: Priced = {}) {
  const book = bookOf(policyOf({ tax_rounding: taxRounding }), promotions);
  const explanation = explainSale(priceOpenSale(saleOf(lines, sale), book, null));
  const telling: Telling = { say: createTranslator({ locale: 'en', messages: en }), format, taxRounding };
  return {
    lines: explanation.lines.map((line) => lineTexts(line, telling).map(oneLine)),
    sale: explanation.sale.map((step) => oneLine(saleStepText(step, telling))),
  };
}

function oneLine({ name, detail, amount }: StepText): string {
  return `${name} = ${amount}${detail === null ? '' : ` (${detail})`}`;
}

describe('a line in words', () => {
  it('tells a weight times its price before and after rounding', () => {
    const [tomato] = told([sold('tomato', '0.785kg', '3.99')]).lines;
    expect(tomato).toEqual(['0.785 kg × 3.99 = 3.13 (3.13215 exactly, rounded)', 'This line, all included = 3.13']);
  });

  it('says what is free of three for two, and nothing of rounding where there was none', () => {
    const [cola] = told([sold('cola', '3', '2.50')], {
      promotions: [threeForTwo(variants('cola'), { name: { es: '3×2', en: '3 for 2' } })],
    }).lines;
    expect(cola?.slice(0, 2)).toEqual(['3 × 2.50 = 7.50', '3 for 2 · 1 free = −2.50']);
  });

  it('says of how many units a part was taken', () => {
    const second: Promotion = {
      ...threeForTwo(variants('bar'), { name: { es: '2.º −50 %', en: '2nd −50 %' } }),
      action: {
        kind: 'buy_get',
        bought: variants('bar'),
        buy: 1,
        get: 1,
        reward: { kind: 'percent_off', percent: '50' },
        max_sets: null,
      },
    };
    const [bar] = told([sold('bar', '4', '1.65')], { promotions: [second] }).lines;
    expect(bar?.[1]).toBe('2nd −50 % · 2 reduced, from 6.60 = −1.65');
  });

  it('says from what a share was taken', () => {
    const [yogurt] = told([sold('yogurt', '2', '1.32')], {
      promotions: [percentOff('20', { name: { es: '−20 %', en: '−20 %' } })],
    }).lines;
    expect(yogurt?.[1]).toBe('−20 % · from 2.64 = −0.53 (0.528 exactly, rounded)');
  });

  it('does not call it rounding when a promotion was limited', () => {
    const [wine] = told([sold('wine', '1', '30.00')], {
      promotions: [percentOff('50', { max_amount: '4.00', name: { es: 'Vino', en: 'Wine' } })],
    }).lines;
    expect(wine?.[1]).toBe(
      'Wine · from 30.00 = −4.00 (the rule by itself gives 15.00; it is limited, or shared out over several lines)',
    );
  });

  it('says where a discount was held at the lowest price', () => {
    const oil = soldAs(sold('oil', '1', '8.95'), { minimumPrice: '7.90' });
    const [line] = told([{ ...oil, discount: percent('20') }]).lines;
    expect(line?.[1]).toBe('Discount given, 20% of 8.95 = −1.05 (held at the lowest price, 7.90)');
  });

  it('tells its share of what was taken off the sale', () => {
    const [, bread] = told([sold('tea', '1', '6.00'), sold('bread', '1', '2.00')], {
      sale: { discount: amountOff('1.00') },
    }).lines;
    expect(bread?.[1]).toBe('Share of the 1.00 taken off the sale = −0.25 (by what this line is worth, 2.00)');
  });

  it('tells a tax on top of the price by its base, and that the tax of the sale is shared out', () => {
    const tea = soldAs(sold('tea', '1', '2.15'), { taxes: [ITBMS_7] });
    expect(told([tea]).lines[0]?.[1]).toBe(
      'ITBMS 7 % of 2.15 = 0.15 (0.1505 by itself; the tax of the sale is shared out to its lines)',
    );
    expect(told([tea], { taxRounding: 'per_line' }).lines[0]?.[1]).toBe(
      'ITBMS 7 % of 2.15 = 0.15 (0.1505 exactly, rounded)',
    );
  });

  it('tells a tax that the price holds as a part of it', () => {
    const wine = soldAs(sold('wine', '1', '12.10'), { taxes: [VAT_21_INCLUDED] });
    expect(told([wine]).lines[0]).toEqual([
      '1 × 12.10 = 12.10',
      'of which IVA 21 % = 2.10 (without tax 10.00)',
      'This line, all included = 12.10',
    ]);
  });

  it('tells a tax of so much on each unit by that', () => {
    const bag = soldAs(sold('bag', '3', '0.15'), {
      taxes: [{ tax_id: 'bag', name: 'Bag levy', rate: '0.10', included: false, kind: 'per_unit' }],
    });
    expect(told([bag]).lines[0]?.[1]).toBe('Bag levy, 0.10 on each unit = 0.30');
  });
});

describe('the sale in words', () => {
  it('goes from the shelf to the total in figures that add up', () => {
    const taxed = (line: SaleLine) => soldAs(line, { taxes: [ITBMS_7] });
    const { sale } = told(
      [{ ...taxed(sold('cola', '3', '2.50')), discount: percent('10') }, taxed(sold('tea', '1', '4.00'))],
      {
        promotions: [amountOffTogether('1.15', { name: { es: 'Menos', en: 'Less' } })],
        sale: { discount: percent('5') },
      },
    );
    expect(sale).toEqual([
      '2 lines at their shelf price = 11.50',
      'Less = −1.15',
      'Discounts given on lines = −0.68',
      'Discount on the sale, 5% of 9.67 = −0.48 (0.4835 exactly, rounded)',
      'ITBMS 7 % of 9.19 = 0.64 (0.6433 exactly, rounded)',
      'Total = 9.83',
    ]);
  });
});
