/**
 * What a digit counts for in the price check digit of the GS1 General Specifications: the digit times the factor, with
 * the tens of the product added to or taken from its units.
 */
const TWO_MINUS = [0, 2, 4, 6, 8, 9, 1, 3, 5, 7];
const THREE = [0, 3, 6, 9, 2, 5, 8, 1, 4, 7];
const FIVE_PLUS = [0, 5, 1, 6, 2, 7, 3, 8, 4, 9];
const FIVE_MINUS = [0, 5, 9, 4, 8, 3, 7, 2, 6, 1];

const FOUR_DIGITS = [TWO_MINUS, TWO_MINUS, THREE, FIVE_MINUS];
const FIVE_DIGITS = [FIVE_PLUS, TWO_MINUS, FIVE_MINUS, FIVE_PLUS, TWO_MINUS];

/** The check digit of a price or weight field of four or five digits inside a scale label; null for any other text. */
export function priceVerifier(field: string): string | null {
  if (!/^\d{4,5}$/.test(field)) {
    return null;
  }
  if (field.length === 4) {
    return String((weigh(field, FOUR_DIGITS) * 3) % 10);
  }
  const upToTen = (10 - (weigh(field, FIVE_DIGITS) % 10)) % 10;
  return String(FIVE_MINUS.indexOf(upToTen));
}

function weigh(field: string, factors: readonly (readonly number[])[]): number {
  return factors.reduce((total, factor, place) => total + (factor[Number(field[place])] ?? 0), 0);
}
