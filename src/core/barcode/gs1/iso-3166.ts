/** The numeric country codes of ISO 3166-1, by their first digit. */
const BY_FIRST_DIGIT: Readonly<Record<string, string>> = {
  0: '04 08 10 12 16 20 24 28 31 32 36 40 44 48 50 51 52 56 60 64 68 70 72 74 76 84 86 90 92 96',
  1: '00 04 08 12 16 20 24 32 36 40 44 48 52 56 58 62 66 70 74 75 78 80 84 88 91 92 96',
  2: '03 04 08 12 14 18 22 26 31 32 33 34 38 39 42 46 48 50 54 58 60 62 66 68 70 75 76 88 92 96',
  3: '00 04 08 12 16 20 24 28 32 34 36 40 44 48 52 56 60 64 68 72 76 80 84 88 92 98',
  4: '00 04 08 10 14 17 18 22 26 28 30 34 38 40 42 46 50 54 58 62 66 70 74 78 80 84 92 96 98 99',
  5: '00 04 08 12 16 20 24 28 31 33 34 35 40 48 54 58 62 66 70 74 78 80 81 83 84 85 86 91 98',
  6: '00 04 08 12 16 20 24 26 30 34 38 42 43 46 52 54 59 60 62 63 66 70 74 78 82 86 88 90 94',
  7: '02 03 04 05 06 10 16 24 28 29 32 40 44 48 52 56 60 62 64 68 72 76 80 84 88 92 95 96 98',
  8: '00 04 07 18 26 31 32 33 34 40 50 54 58 60 62 76 82 87 94',
};

const COUNTRIES: ReadonlySet<string> = new Set(
  Object.entries(BY_FIRST_DIGIT).flatMap(([first, rest]) => rest.split(' ').map((two) => first + two)),
);

/** True for the three digits of a country or territory. */
export function isCountry(digits: string): boolean {
  return COUNTRIES.has(digits);
}
