import { Decimal } from '#core/money/money.ts';
import { priceSale } from '#core/pricing/price-sale.ts';
import type { Discount, SaleLine } from '#core/sale/sale.ts';
import { saleOf } from '#testkit/sale-builders.ts';
import { answerOf, notExpressible } from './answer.ts';
import { bookOf, type CaseSale, saleFigures, saleLineOf, taxedSale, taxPolicyOf } from './case-sale.ts';
import { ofInput } from './test-case.ts';

/** The tax of a sale whose lines may carry a discount each. */
export const answerTaxCase = ofInput(taxedSale, (input, testCase) => {
  if (input.lines.some((line) => line.discount_percent !== undefined && line.discount_amount !== undefined)) {
    return notExpressible('a line of core has one discount, not a percentage and an amount');
  }
  const policy = taxPolicyOf(input.tax_rounding, testCase);
  if (typeof policy === 'string') {
    return notExpressible(policy);
  }
  return answerOf(policy.claimed, () => {
    const lines = input.lines.map((line, index) => discountedLine(line, { lineId: String(index), taxes: input.taxes }));
    return saleFigures(priceSale(saleOf([], { currency: input.currency, lines }), bookOf(input, policy.rounding)));
  });
});

function discountedLine(
  line: CaseSale['lines'][number],
  place: { lineId: string; taxes: CaseSale['taxes'] },
): SaleLine {
  return { ...saleLineOf(line, place), discount: discountOf(line) };
}

function discountOf(line: CaseSale['lines'][number]): Discount | null {
  if (line.discount_percent !== undefined) {
    return { type: 'percentage', value: line.discount_percent, reason: '' };
  }
  if (line.discount_amount === undefined || new Decimal(line.discount_amount).isZero()) {
    return null;
  }
  return { type: 'fixed_amount', value: line.discount_amount, reason: '' };
}
