import { identifierAt } from './application-identifiers.ts';
import { type Gs1Element, type Gs1Reading, readElement } from './element.ts';

/** What scanners send for the FNC1 that ends a value of variable length. */
export const GROUP_SEPARATOR = '\u001d';

/**
 * Reads the data of a GS1 symbol: identifiers and values one after the other, with a separator after each value whose
 * length is not fixed by its identifier. Separators at either end, or more of them than needed, do no harm. Strict in
 * all else: one unknown identifier or wrong value refuses the whole. `year` is the current year; `separators` are
 * single characters.
 */
export function readElementString(
  data: string,
  year: number,
  separators: readonly string[] = [GROUP_SEPARATOR],
): Gs1Reading {
  const elements: Gs1Element[] = [];
  let place = afterSeparators(data, 0, separators);
  while (place < data.length) {
    const identifier = identifierAt(data, place);
    if (identifier === undefined) {
      return { ok: false, reason: 'unknown_ai', ai: null };
    }
    const start = place + identifier.ai.length;
    const end = endOfValue(data, start, separators);
    const fixed = identifier.predefined === null ? end : Math.min(end, start + identifier.predefined);
    const read = readElement(identifier, data.slice(start, fixed), year);
    if (!read.ok) {
      return { ...read, ai: identifier.ai };
    }
    elements.push(read.element);
    place = afterSeparators(data, fixed, separators);
  }
  return elements.length === 0 ? { ok: false, reason: 'empty', ai: null } : { ok: true, elements };
}

function afterSeparators(data: string, from: number, separators: readonly string[]): number {
  let place = from;
  while (place < data.length && separators.includes(data.charAt(place))) {
    place += 1;
  }
  return place;
}

function endOfValue(data: string, from: number, separators: readonly string[]): number {
  const ends = separators.map((separator) => data.indexOf(separator, from)).filter((end) => end >= 0);
  return Math.min(data.length, ...ends);
}
