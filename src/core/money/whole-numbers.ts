import { Decimal } from './money.ts';

/** Decimals as whole numbers of one power of ten, the largest that makes all of them whole: 0.5 and 0.25 as 50 and 25. */
export function wholeNumbers(values: readonly Decimal[]): bigint[] {
  const places = values.reduce((most, value) => (value.decimalPlaces() > most ? value.decimalPlaces() : most), 0);
  const scale = new Decimal(10).pow(places);
  return values.map((value) => BigInt((places === 0 ? value : value.times(scale)).toFixed()));
}
