import { storable } from '../db/insert-rows.ts';

/** A row as the database gives it. */
export type AnyRow = Readonly<Record<string, unknown>>;

/** How a stored row differs from what follows from the events. */
export interface RowDifference {
  /** What must be there; null when nothing must. */
  expected: AnyRow | null;
  /** What is there; null when nothing is. */
  live: AnyRow | null;
  /** In plain English, which row and how. */
  text: string;
}

/** Holds stored rows against expected ones. Rows belong together when they are alike in all of `keys`. */
export function compareRows(
  keys: readonly string[],
  expected: readonly AnyRow[],
  live: readonly AnyRow[],
): RowDifference[] {
  const left = new Map(live.map((row) => [keyOf(row, keys), row]));
  const differences: RowDifference[] = [];
  for (const row of expected) {
    const key = keyOf(row, keys);
    const stored = left.get(key) ?? null;
    left.delete(key);
    const text = stored === null ? 'is missing' : columnsOf(row, stored);
    if (text !== '') {
      differences.push({ expected: row, live: stored, text: `${key} ${text}` });
    }
  }
  for (const [key, row] of left) {
    differences.push({ expected: null, live: row, text: `${key} follows from no event` });
  }
  return differences;
}

/** The columns that differ; empty when none does. */
function columnsOf(expected: AnyRow, live: AnyRow): string {
  return Object.entries(expected)
    .filter(([column, value]) => storable(value) !== live[column])
    .map(([column, value]) => `${column} is ${shown(live[column])} instead of ${shown(value)}`)
    .join(', ');
}

function keyOf(row: AnyRow, keys: readonly string[]): string {
  return keys.map((key) => String(row[key])).join(' / ');
}

function shown(value: unknown): string {
  return JSON.stringify(value ?? null).slice(0, 80);
}
