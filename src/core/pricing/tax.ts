import type { Policy, TaxRule } from '#core/catalogue/catalogue.ts';
import { allocate } from '#core/money/allocate.ts';
import { currencyDecimals, Decimal, roundMoney, sum } from '#core/money/money.ts';

/** A line as the tax step sees it: what tax is taken from, and the taxes the line carries. */
export interface TaxableLine {
  amount: Decimal;
  taxes: readonly TaxRule[];
}

/** One tax of one line; `base` is the line's amount without the taxes its price holds. */
export interface LineTax {
  rule: TaxRule;
  base: Decimal;
  amount: Decimal;
}

/**
 * The taxes of every line, in the lines' order. With `per_rate` each tax is taken once over the whole document and
 * spread back to the lines by largest remainder; with `per_line` each line is rounded on its own. Where the price
 * holds the tax, it is the tax that is rounded, and the base is what is left.
 */
export function taxLines(lines: readonly TaxableLine[], policy: Policy): LineTax[][] {
  const amounts = policy.tax_rounding === 'per_line' ? roundedPerLine(lines, policy) : roundedPerRate(lines, policy);
  return lines.map((line, index) => {
    const taxes = line.taxes.map((rule, place) => ({ rule, amount: amounts[index]?.[place] ?? new Decimal(0) }));
    const base = line.amount.minus(sum(taxes.filter((tax) => tax.rule.included).map((tax) => tax.amount)));
    return taxes.map((tax) => ({ ...tax, base }));
  });
}

function roundedPerLine(lines: readonly TaxableLine[], policy: Policy): Decimal[][] {
  return lines.map((line) =>
    line.taxes.map((rule) => roundMoney(line.amount.times(rule.rate).div(divisorOf(line)), policy.currency)),
  );
}

function roundedPerRate(lines: readonly TaxableLine[], policy: Policy): Decimal[][] {
  const amounts: Decimal[][] = lines.map((line) => line.taxes.map(() => new Decimal(0)));
  const unit = new Decimal(10).pow(-currencyDecimals(policy.currency));
  for (const group of groupByTax(lines)) {
    const whole = roundMoney(exactTax(group), policy.currency);
    const shares = allocate(whole, unit, weightsOf(group));
    group.members.forEach((member, index) => {
      const row = amounts[member.line];
      const share = shares[index];
      if (row !== undefined && share !== undefined) {
        row[member.place] = share;
      }
    });
  }
  return amounts;
}

/** 1 plus the rates the price holds: what the amount is divided by to get at the amount without tax. */
function divisorOf(line: TaxableLine): Decimal {
  return sum(line.taxes.filter((rule) => rule.included).map((rule) => new Decimal(rule.rate))).plus(1);
}

interface TaxGroup {
  rate: Decimal;
  members: { line: number; place: number; amount: Decimal; divisor: Decimal }[];
}

function groupByTax(lines: readonly TaxableLine[]): TaxGroup[] {
  const groups = new Map<string, TaxGroup>();
  lines.forEach((line, index) => {
    line.taxes.forEach((rule, place) => {
      const key = `${rule.tax_id} ${rule.rate} ${String(rule.included)}`;
      const group = groups.get(key) ?? { rate: new Decimal(rule.rate), members: [] };
      group.members.push({ line: index, place, amount: line.amount, divisor: divisorOf(line) });
      groups.set(key, group);
    });
  });
  return [...groups.values()];
}

/** Amounts that share a divisor are added before the one division, so that a tie to the cent stays an exact tie. */
function exactTax(group: TaxGroup): Decimal {
  const byDivisor = new Map<string, Decimal>();
  for (const member of group.members) {
    const key = member.divisor.toFixed();
    byDivisor.set(key, (byDivisor.get(key) ?? new Decimal(0)).plus(member.amount));
  }
  return sum([...byDivisor].map(([divisor, amount]) => amount.times(group.rate).div(divisor)));
}

function weightsOf(group: TaxGroup): Decimal[] {
  const first = group.members[0];
  const oneDivisor = first !== undefined && group.members.every((member) => member.divisor.equals(first.divisor));
  return group.members.map((member) => (oneDivisor ? member.amount : member.amount.div(member.divisor)));
}
