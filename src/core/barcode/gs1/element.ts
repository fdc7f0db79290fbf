import { scaledDigits } from '../variable-measure.ts';
import type { ApplicationIdentifier, Component } from './application-identifiers.ts';
import { type ContentFault, contentFault } from './component-checks.ts';
import { calendarDate, gs1Date } from './gs1-date.ts';
import { currencyOfDigits } from './iso-4217.ts';

/** One element of a GS1 symbol. What a kind of element does not have is absent. */
export interface Gs1Element {
  ai: string;
  /** As it stands in the symbol. */
  value: string;
  /** Measures, amounts and counts, with the decimals that the identifier says: "1.750". */
  decimal?: string;
  /** "kg", "m²" … */
  unit?: string;
  /** The three digits before an amount, and their letters where the currency is in use. */
  currencyNumeric?: string;
  currency?: string;
  /** YYYY-MM-DD. */
  date?: string;
  /** The last day of a span that begins at `date`. */
  until?: string;
}

export type Gs1Fault = 'empty' | 'unknown_ai' | 'too_short' | 'too_long' | 'character' | 'format' | ContentFault;

/** The elements of a symbol in their order, or why it is refused and by which identifier's value. */
export type Gs1Reading =
  | { ok: true; elements: readonly Gs1Element[] }
  | { ok: false; reason: Gs1Fault; ai: string | null };

const CHARACTERS = {
  N: /^\d+$/,
  X: /^[!"%-?A-Z_a-z]+$/,
  Y: /^[#\-/\dA-Z]+$/,
  Z: /^[-\w]+={0,2}$/,
};

/** Checks a value by its identifier's format and says what it means. `year` is the current one, for two-digit years. */
export function readElement(
  identifier: ApplicationIdentifier,
  value: string,
  year: number,
): { ok: true; element: Gs1Element } | { ok: false; reason: Gs1Fault } {
  let place = 0;
  for (const component of identifier.components) {
    const text = value.slice(place, place + component.most);
    const fault = text === '' && component.optional ? null : componentFault(component, text, year);
    if (fault !== null) {
      return { ok: false, reason: fault };
    }
    place += text.length;
  }
  return place < value.length
    ? { ok: false, reason: 'too_long' }
    : { ok: true, element: meaning(identifier, value, year) };
}

function componentFault(component: Component, text: string, year: number): Gs1Fault | null {
  if (text.length < component.least) {
    return 'too_short';
  }
  if (!CHARACTERS[component.set].test(text)) {
    return 'character';
  }
  return component.check === null ? null : contentFault(component.check, text, year);
}

function meaning(identifier: ApplicationIdentifier, value: string, year: number): Gs1Element {
  const { ai, decimals, unit, money } = identifier;
  const element: Gs1Element = { ai, value };
  if (decimals !== null) {
    element.decimal = scaledDigits(money ? value.slice(3) : value, decimals);
  }
  if (unit !== null) {
    element.unit = unit;
  }
  if (money) {
    element.currencyNumeric = value.slice(0, 3);
    const letters = currencyOfDigits(element.currencyNumeric);
    return letters === null ? element : { ...element, currency: letters };
  }
  return { ...element, ...datesOf(identifier, value, year) };
}

/** A value that begins with a date has one; a span of harvest days has two. */
function datesOf({ components: [first, second] }: ApplicationIdentifier, value: string, year: number) {
  if (first?.check === 'full_day') {
    return dated('date', calendarDate(value.slice(0, 8)));
  }
  if (first?.check?.startsWith('day') !== true) {
    return {};
  }
  const until = second?.check === 'day' ? dated('until', gs1Date(value.slice(6), year)) : {};
  return { ...dated('date', gs1Date(value.slice(0, 6), year)), ...until };
}

function dated(name: 'date' | 'until', date: string | null): Pick<Gs1Element, 'date' | 'until'> {
  return date === null ? {} : { [name]: date };
}
