import type { TaxRounding } from '#core/catalogue/catalogue.ts';
import { type Amount, Decimal } from '#core/money/money.ts';
import type { LineExplanation, LineStep, SaleStep, TaxStep } from '#core/pricing/explain-sale.ts';
import type { Discount } from '#core/sale/sale.ts';
import type { Format } from '#ui/format.tsx';
import type { Say } from '#ui/words/words.tsx';

/** One step of the calculation as a person reads it. */
export interface StepText {
  /** What happened: "3 × 2.50". */
  name: string;
  /** How the figure was rounded, limited or shared out; null where there is nothing to tell. */
  detail: string | null;
  amount: string;
  /** `inside`: a figure that the others hold already and that changes nothing. */
  kind: 'plain' | 'off' | 'inside' | 'total';
}

/** In whose words, and how this local rounds its taxes. */
export interface Telling {
  say: Say;
  format: Format;
  taxRounding: TaxRounding;
}

/** The steps of one line in words. */
export function lineTexts({ steps }: LineExplanation, telling: Telling): StepText[] {
  const unitPrice = steps.find((step) => step.kind === 'gross')?.unitPrice ?? '0';
  return steps.map((step) => lineStepText(step, unitPrice, telling));
}

function lineStepText(step: LineStep, unitPrice: Amount, telling: Telling): StepText {
  const { say, format } = telling;
  const { money } = format;
  switch (step.kind) {
    case 'gross': {
      const quantity = `${format.quantity(step.quantity, step.unit)}${step.unit === 'kg' ? ' kg' : ''}`;
      return {
        name: `${quantity} × ${money.plain(step.unitPrice)}`,
        detail: rounding(step, telling),
        amount: money.plain(step.amount),
        kind: 'plain',
      };
    }
    case 'promotion':
      return taken(promotionName(step, unitPrice, telling), promotionDetail(step, telling), {
        amount: step.amount,
        format,
      });
    case 'line_discount': {
      const name = discountName(step, telling, {
        percent: 'explain.discount_percent',
        amount: 'explain.discount_amount',
      });
      const held = step.heldAt === null ? null : say('explain.held', { floor: money.plain(step.heldAt) });
      return taken(name, held ?? rounding(step, telling), { amount: step.amount, format });
    }
    case 'sale_discount':
      return taken(
        say('explain.share', { off: money.plain(step.ofSale) }),
        say('explain.share_by', { worth: money.plain(step.from) }),
        { amount: step.amount, format },
      );
    case 'tax':
      return taxText(step, telling, telling.taxRounding === 'per_rate' ? sharedOut : rounding);
    case 'total':
      return { name: say('explain.line_total'), detail: null, amount: money.plain(step.amount), kind: 'total' };
  }
}

/** A step of the whole sale in words. */
export function saleStepText(step: SaleStep, telling: Telling): StepText {
  const { say, format } = telling;
  const { money } = format;
  switch (step.kind) {
    case 'lines':
      return {
        name: say('explain.shelf', { count: step.count }),
        detail: null,
        amount: money.plain(step.amount),
        kind: 'plain',
      };
    case 'promotion_total':
      return taken(format.name(step.name), null, { amount: step.amount, format });
    case 'line_discounts':
      return taken(say('explain.line_discounts'), null, { amount: step.amount, format });
    case 'sale_discount_total': {
      const name = discountName(step, telling, { percent: 'explain.sale_percent', amount: 'explain.sale_amount' });
      return taken(name, rounding(step, telling), { amount: step.amount, format });
    }
    case 'tax':
      return taxText(step, telling, rounding);
    case 'total':
      return { name: say('sell.total'), detail: null, amount: money.plain(step.amount), kind: 'total' };
  }
}

/** A figure before and after it was rounded, limited or shared out. */
interface Rounded {
  exact: string;
  amount: Amount;
}

function taken(name: string, detail: string | null, { amount, format }: { amount: Amount; format: Format }): StepText {
  return { name, detail, amount: format.money.plain(new Decimal(amount).negated().toFixed()), kind: 'off' };
}

function rounding({ exact, amount }: Rounded, { say, format }: Telling): string | null {
  return isSame(exact, amount) ? null : say('explain.rounded', { exact: format.money.exact(exact) });
}

function sharedOut({ exact, amount }: Rounded, { say, format }: Telling): string | null {
  return isSame(exact, amount) ? null : say('explain.tax_shared', { exact: format.money.exact(exact) });
}

function isSame(exact: string, amount: Amount): boolean {
  return new Decimal(exact).equals(amount);
}

type PromotionStep = Extract<LineStep, { kind: 'promotion' }>;

function promotionName({ name, units, from, exact }: PromotionStep, unitPrice: Amount, telling: Telling): string {
  const { say, format } = telling;
  const told = format.money.plain(from);
  let on = say('explain.from', { from: told });
  if (units !== null) {
    const count = format.quantity(units, 'unit');
    const free = new Decimal(units).times(unitPrice).equals(exact);
    on = free ? say('explain.units_free', { units: count }) : say('explain.units_of', { units: count, from: told });
  }
  return `${format.name(name)} · ${on}`;
}

/** What a rule says for a line alone may differ from what it takes by more than rounding. */
function promotionDetail(step: PromotionStep, telling: Telling): string | null {
  const decimals = step.amount.split('.')[1]?.length ?? 0;
  const isRounding = new Decimal(step.exact).toDecimalPlaces(decimals).equals(step.amount);
  return isRounding
    ? rounding(step, telling)
    : telling.say('explain.limited', { exact: telling.format.money.exact(step.exact) });
}

function discountName(
  { discount, from }: { discount: Discount; from: Amount },
  { say, format }: Telling,
  words: {
    percent: 'explain.discount_percent' | 'explain.sale_percent';
    amount: 'explain.discount_amount' | 'explain.sale_amount';
  },
): string {
  const told = format.money.plain(from);
  return discount.type === 'percentage'
    ? say(words.percent, { percent: format.rate(new Decimal(discount.value).div(100).toFixed()), from: told })
    : say(words.amount, { from: told });
}

/** A tax that the price holds already is told as a part of it, with what the price is without. */
function taxText(
  step: TaxStep,
  telling: Telling,
  roundingOf: (rounded: Rounded, telling: Telling) => string | null,
): StepText {
  const { say, format } = telling;
  const base = format.money.plain(step.base);
  const detail = roundingOf(step, telling);
  const amount = format.money.plain(step.amount);
  if (step.tax.included) {
    const without = say('explain.tax_without', { base });
    return {
      name: say('explain.tax_inside', { tax: step.tax.name }),
      detail: detail === null ? without : `${without} · ${detail}`,
      amount,
      kind: 'inside',
    };
  }
  return { name: addedTaxName(step, telling, base), detail, amount, kind: 'plain' };
}

function addedTaxName({ tax }: TaxStep, { say, format }: Telling, base: string): string {
  if (tax.kind === 'per_unit') {
    return say('explain.tax_each', { tax: tax.name, rate: format.money.plain(tax.rate) });
  }
  return tax.kind === 'inside'
    ? say('explain.tax_in_total', { tax: tax.name })
    : say('explain.tax_of', { tax: tax.name, base });
}
