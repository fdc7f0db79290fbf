import type { TaxRule } from '#core/catalogue/catalogue.ts';
import { Decimal, sum } from '#core/money/money.ts';
import type { KeyedFraction } from './fraction-sum.ts';

/**
 * The taxes of a line as straight lines through its amount: whatever compounds into what and whichever the price
 * holds, each tax is (perAmount × amount + perUnit × quantity) ÷ divisor. One divisor for the whole set keeps the
 * figures exact: nothing is divided before amounts have been added up.
 */
export interface TaxSet {
  taxes: readonly SetTax[];
  divisor: Decimal;
  /** The divisor as text. */
  divisorKey: string;
  /** What is left without the taxes that the amount holds; null where that is never below zero. */
  net: StraightLine | null;
}

export interface SetTax {
  rule: TaxRule;
  /** Equal for what is one tax on the receipt. */
  key: string;
  tax: StraightLine;
  /** What compounding taxes before it add to its base; null when nothing does. */
  compounded: StraightLine | null;
}

export type TaxSetFinder = (rules: readonly TaxRule[]) => TaxSet;

export interface StraightLine {
  perAmount: Decimal;
  perUnit: Decimal;
}

const ZERO = new Decimal(0);
const ONE = new Decimal(1);
const NO_TAXES: TaxSet = { taxes: [], divisor: ONE, divisorKey: '1', net: null };

/** Equal for taxes that are one tax on the receipt. */
export function taxKey(rule: TaxRule): string {
  return `${rule.tax_id} ${rule.rate} ${rule.kind ?? ''} ${String(rule.included)}`;
}

/** The value of a straight line of the set at an amount and a quantity. */
export function fractionAt(set: TaxSet, line: StraightLine, at: { amount: Decimal; quantity: Decimal }): KeyedFraction {
  const ofAmount = line.perAmount.times(at.amount);
  const numerator = line.perUnit.isZero() ? ofAmount : ofAmount.plus(line.perUnit.times(at.quantity));
  return { key: set.divisorKey, numerator, denominator: set.divisor };
}

/** Finds the taxes of a line, worked out once for all lines that carry the same ones in the same order. */
export function taxSetFinder(): TaxSetFinder {
  const known = new Map<string, TaxSet>();
  return (rules) => {
    const key = rules.map(ruleText).join(' ');
    const found = known.get(key) ?? taxSetOf(rules);
    known.set(key, found);
    return found;
  };
}

/** Everything of a tax that matters to a set, its name too, for that is what the receipt says. */
function ruleText(rule: TaxRule): string {
  return `${taxKey(rule)} ${rule.name} ${String(rule.compounds)} ${String(rule.ignores_compounded)}`;
}

/** False for taxes inside the total that take all of it or more: there is no price that could hold them. */
export function leaveSomething(rules: readonly TaxRule[]): boolean {
  return sum(rules.filter(isInside).map((rule) => new Decimal(rule.rate))).lessThan(1);
}

function isInside(rule: TaxRule): boolean {
  return rule.kind === 'inside';
}

/** Works out the taxes of a line, taken in this order. Throws RangeError when no price could hold them. */
function taxSetOf(rules: readonly TaxRule[]): TaxSet {
  const [only] = rules;
  if (only === undefined) {
    return NO_TAXES;
  }
  if (!leaveSomething(rules)) {
    throw new RangeError('taxes inside the total take all of it');
  }
  const ofNet = overNet(rules);
  const held = ofNet.taxes.filter((tax) => tax.rule.included);
  const heldPerNet = sum(held.map((tax) => tax.tax.perAmount));
  const heldPerUnit = sum(held.map((tax) => tax.tax.perUnit));
  // amount = net + held taxes, so net = (inside × amount − heldPerUnit × quantity) ÷ (inside + heldPerNet).
  const share = ofNet.inside.plus(heldPerNet);
  const overAmount = (line: StraightLine): StraightLine => ({
    perAmount: line.perAmount.times(ofNet.inside),
    perUnit: line.perUnit.times(share).minus(line.perAmount.times(heldPerUnit)),
  });
  const divisor = ofNet.inside.times(share);
  return {
    divisor,
    divisorKey: divisor.toFixed(),
    net: heldPerUnit.isZero() ? null : overAmount({ perAmount: ofNet.inside, perUnit: ZERO }),
    taxes: ofNet.taxes.map(({ rule, tax, compounded }) => ({
      rule,
      key: taxKey(rule),
      tax: overAmount(tax),
      compounded: compounded === null ? null : overAmount(compounded),
    })),
  };
}

interface NetTax {
  rule: TaxRule;
  tax: StraightLine;
  compounded: StraightLine | null;
}

/** Each tax as a straight line through the net, over `inside`: 1, or what taxes inside the total leave of it. */
function overNet(rules: readonly TaxRule[]): { inside: Decimal; taxes: NetTax[] } {
  const insideRates = rules.filter(isInside).map((rule) => new Decimal(rule.rate));
  const inside = ONE.minus(sum(insideRates));
  let joined: StraightLine | null = null;
  const taxes: NetTax[] = [];
  for (const rule of rules) {
    const rate = new Decimal(rule.rate);
    const compounded: StraightLine | null = rule.ignores_compounded === true || rule.kind !== undefined ? null : joined;
    const tax = taxOver(rule, { rate, inside, compounded });
    taxes.push({ rule, tax, compounded });
    if (rule.compounds === true) {
      joined = joined === null ? tax : plus(joined, tax);
    }
  }
  return { inside, taxes };
}

function taxOver(
  rule: TaxRule,
  base: { rate: Decimal; inside: Decimal; compounded: StraightLine | null },
): StraightLine {
  const { rate, inside, compounded } = base;
  if (rule.kind === 'per_unit') {
    return { perAmount: ZERO, perUnit: rate.times(inside) };
  }
  if (rule.kind === 'inside') {
    return { perAmount: rate, perUnit: ZERO };
  }
  const whole = compounded === null ? inside : inside.plus(compounded.perAmount);
  return { perAmount: rate.times(whole), perUnit: compounded === null ? ZERO : rate.times(compounded.perUnit) };
}

function plus(a: StraightLine, b: StraightLine): StraightLine {
  return { perAmount: a.perAmount.plus(b.perAmount), perUnit: a.perUnit.plus(b.perUnit) };
}
