import { Decimal } from '#core/money/money.ts';

/**
 * A JSON number of the published answers as the decimal it was written from: 12.5 is "12.5", never 12.4999….
 * From here on it is text, like every amount; the number is never calculated with.
 */
export function decimalText(value: number): string {
  return new Decimal(value).toFixed();
}
