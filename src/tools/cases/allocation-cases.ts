import { z } from 'zod';
import { allocate } from '#core/money/allocate.ts';
import { currencyDecimals, Decimal } from '#core/money/money.ts';
import { roundToStep } from '#core/money/rounding.ts';
import { makeChange } from '#core/tender/make-change.ts';
import { type Answer, answerOf, notExpressible } from './answer.ts';
import { asText, decimalText, ofInput, type TestCase } from './test-case.ts';

/** Spreading amounts, rounding, the decimals of currencies, change in notes and coins. */
export const allocationKinds: Readonly<Record<string, (testCase: TestCase) => Answer>> = {
  allocate: ofInput(
    z.strictObject({
      amount: decimalText,
      unit: decimalText,
      weights: z.array(z.preprocess(asText, z.string().regex(/^-?\d+(\.\d+)?(\/\d+)?$/, 'is no weight'))),
      mode: z.string(),
      currency: z.string().optional(),
    }),
    ({ amount, unit, weights, mode }, testCase) => {
      const agrees = (testCase.holdsUnder['modes'] ?? []).includes('largest_remainder');
      if (!agrees && !testCase.mustPass && mode !== 'any' && mode !== 'largest_remainder') {
        return notExpressible(`core spreads by largest remainder only, not ${mode}`);
      }
      return answerOf(agrees, () => ({
        parts: allocate(new Decimal(amount), new Decimal(unit), overOneDenominator(weights)),
      }));
    },
  ),

  round: ofInput(
    z.strictObject({
      value: decimalText,
      unit: decimalText,
      mode: z.enum([
        'half_up',
        'half_down',
        'half_even',
        'half_odd',
        'half_ceiling',
        'half_floor',
        'up',
        'down',
        'ceiling',
        'floor',
      ]),
      currency: z.string().optional(),
    }),
    ({ value, unit, mode }) =>
      answerOf(true, () => ({ value: roundToStep(new Decimal(value), new Decimal(unit), mode) })),
  ),

  minor_units: ofInput(z.strictObject({ currencies: z.array(z.string()) }), ({ currencies }) =>
    answerOf(true, () =>
      Object.fromEntries(currencies.map((currency) => [currency, new Decimal(currencyDecimals(currency))])),
    ),
  ),

  make_change: ofInput(
    z.strictObject({ amount: decimalText, denominations: z.array(decimalText), currency: z.string().optional() }),
    ({ amount, denominations }) => {
      const change = makeChange(amount, denominations);
      if (change === null) {
        return { kind: 'refused', claimed: true };
      }
      const smallestFirst = change.toReversed().flatMap(({ value, count }) => Array<string>(count).fill(value));
      return {
        kind: 'figures',
        claimed: true,
        figures: {
          coins: smallestFirst.map((value) => new Decimal(value)),
          pieces: new Map(change.map(({ value, count }) => [value, new Decimal(count)])),
        },
      };
    },
  ),
};

/** Weights may be fractions ("1/3"), which no decimal can hold: all are multiplied by one number that clears them. */
function overOneDenominator(weights: readonly string[]): Decimal[] {
  const fractions = weights.map((weight) => {
    const [numerator = '0', denominator = '1'] = weight.split('/');
    return { numerator: new Decimal(numerator), denominator: new Decimal(denominator) };
  });
  const common = fractions.reduce((product, { denominator }) => product.times(denominator), new Decimal(1));
  return fractions.map(({ numerator, denominator }) => numerator.times(common.div(denominator)));
}
