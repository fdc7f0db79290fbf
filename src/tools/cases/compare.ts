import { Decimal } from '#core/money/money.ts';
import type { Figure, Figures } from './answer.ts';

/** What comparing came to: where the two differ, and which expected names core has no figure for. */
export interface Comparison {
  differences: string[];
  unsaid: string[];
}

/** Compares only what is expected. */
export function compare(expected: Record<string, unknown>, figures: Figures): Comparison {
  const names = Object.keys(expected);
  const isSaid = (name: string): boolean => Object.hasOwn(figures, name);
  return {
    unsaid: names.filter((name) => !isSaid(name)),
    differences: names.filter(isSaid).flatMap((name) => differencesAt(name, expected[name], figures[name])),
  };
}

function differencesAt(place: string, expected: unknown, actual: Figure | undefined): string[] {
  if (actual === undefined) {
    return [`${place}: expected ${shown(expected)}, core says nothing`];
  }
  if (Array.isArray(expected) && isList(actual)) {
    return listDifferences(place, expected, actual);
  }
  if (actual instanceof Map) {
    return mapDifferences(place, expected, actual);
  }
  if (isRecord(expected) && isFigures(actual)) {
    return Object.entries(expected).flatMap(([name, value]) =>
      differencesAt(`${place}.${name}`, value, Object.hasOwn(actual, name) ? actual[name] : undefined),
    );
  }
  return agrees(expected, actual) ? [] : [`${place}: expected ${shown(expected)}, core says ${shown(actual)}`];
}

function listDifferences(place: string, expected: readonly unknown[], actual: readonly Figure[]): string[] {
  if (expected.length !== actual.length) {
    return [`${place}: expected ${shown(expected)}, core says ${shown(actual)}`];
  }
  return expected.flatMap((value, index) => differencesAt(`${place}.${String(index)}`, value, actual[index]));
}

function mapDifferences(place: string, expected: unknown, actual: ReadonlyMap<string, Figure>): string[] {
  const entries = isRecord(expected) ? Object.entries(expected) : [];
  const same =
    isRecord(expected) &&
    entries.length === actual.size &&
    entries.every(([key, value]) => differencesAt(key, value, actual.get(key)).length === 0);
  return same ? [] : [`${place}: expected ${shown(expected)}, core says ${shown(Object.fromEntries(actual))}`];
}

function agrees(expected: unknown, actual: Figure): boolean {
  if (!(actual instanceof Decimal)) {
    return expected === actual;
  }
  return isDecimal(expected) && actual.equals(expected);
}

function isDecimal(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
}

function isList(actual: Figure): actual is readonly Figure[] {
  return Array.isArray(actual);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFigures(actual: Figure): actual is Figures {
  return isRecord(actual) && !(actual instanceof Decimal) && !(actual instanceof Map);
}

/** Longer texts tell nobody more. */
const LONGEST_SHOWN = 300;

/** A value for the report. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)} …`;
}
