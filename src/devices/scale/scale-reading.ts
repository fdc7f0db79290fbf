import { Decimal } from '#core/money/money.ts';

/** What a scale says of the goods on it. */
export type ScaleReading =
  /** Kilograms with three decimals, never negative; `net` when the scale has taken a tare off. */
  | { kind: 'weight'; kg: string; stable: boolean; net: boolean }
  /** It tells no weight as long as the goods move. */
  | { kind: 'moving' }
  | { kind: 'fault'; fault: ScaleFault };

/** Why there is no weight; `unit` is pounds, ounces or no unit at all, which are nothing to sell kilograms by. */
export type ScaleFault = 'overload' | 'below_zero' | 'unit' | 'unreadable';

/** A weight as a scale writes it; `stable` is null where its dialect has no word for that. */
interface WrittenWeight {
  sign: string;
  digits: string;
  unit: string;
  stable: boolean | null;
  net: boolean;
}

/** A reading of which only time can tell whether it is stable. */
export type UnmarkedReading = ScaleReading | (Omit<ScaleReading & { kind: 'weight' }, 'stable'> & { stable: null });

const PER_KILOGRAM: Readonly<Record<string, number>> = { kg: 1, g: 1000 };

/** The weight in kilograms, to the gram. */
export function weightOf({ sign, digits, unit, stable, net }: WrittenWeight): UnmarkedReading {
  const share = PER_KILOGRAM[unit.toLowerCase()];
  if (share === undefined) {
    return fault('unit');
  }
  const kg = new Decimal(digits.replace(',', '.')).div(share);
  if (sign === '-' && !kg.isZero()) {
    return fault('below_zero');
  }
  return { kind: 'weight', kg: kg.toDecimalPlaces(3, Decimal.ROUND_HALF_UP).toFixed(3), stable, net };
}

export function fault(why: ScaleFault): ScaleReading {
  return { kind: 'fault', fault: why };
}

/** The kilograms goods can be sold by: they lie still and weigh something. Null while there are none. */
export function kgToSell(reading: ScaleReading | null): string | null {
  return reading?.kind === 'weight' && reading.stable && !new Decimal(reading.kg).isZero() ? reading.kg : null;
}
