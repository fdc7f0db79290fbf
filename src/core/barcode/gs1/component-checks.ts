import { hasCheckDigit } from '../gtin.ts';
import { calendarDate, gs1Date } from './gs1-date.ts';
import { isCountry } from './iso-3166.ts';
import { hasCheckPair } from './check-pair.ts';

/** Why the content of a value is refused. */
export type ContentFault = 'check_digit' | 'invalid_date' | 'invalid_value';

interface ComponentCheck {
  fault: ContentFault;
  /** Takes the component and the current year. */
  passes: (text: string, year: number) => boolean;
}

/**
 * What the content of a component must be, by the name that the table of identifiers gives it. A component has the
 * right characters and length when it gets here.
 */
const CHECKS: Readonly<Record<string, ComponentCheck>> = {
  check: { fault: 'check_digit', passes: hasCheckDigit },
  check_pair: { fault: 'check_digit', passes: hasCheckPair },
  iban: { fault: 'check_digit', passes: isIban },
  day: date(isDay),
  day_or_month: date((text, year) => gs1Date(text, year) !== null),
  day_and_hour: date((text, year) => isDay(text.slice(0, 6), year) && /^([01]\d|2[0-3])$/.test(text.slice(6))),
  full_day: date((text) => !text.endsWith('00') && calendarDate(text) !== null),
  time: date((text) => TIME.test(text)),
  time_or_none: date((text) => text === '9999' || TIME.test(text)),
  minutes_and_seconds: date((text) => /^[0-5]\d([0-5]\d)?$/.test(text)),
  above_zero: value((text) => /[1-9]/.test(text)),
  company: value((text) => /^\d{4}/.test(text)),
  country: value(isCountry),
  importer: value((text) => /^[\w-]$/.test(text)),
  latitude: value((text) => text <= '1800000000'),
  letters: value((text) => /^[A-Z]{2}$/.test(text)),
  longitude: value((text) => text <= '3600000000'),
  medium: value((text) => /^(0[1-9]|10|[89]\d)$/.test(text)),
  minus: value((text) => text === '-'),
  no_leading_zero: value((text) => !/^0./.test(text)),
  percent: value((text) => !/%(?![\dA-Fa-f]{2})/.test(text)),
  piece: value(isPieceOfSeveral),
  place_of_several: value((text) => /^[1-9]\/[1-9]$/.test(text) && text.slice(0, 1) <= text.slice(2)),
  processor: value((text) => text === '999' || isCountry(text)),
  sex: value((text) => /^[0129]$/.test(text)),
  winding: value((text) => /^[019]$/.test(text)),
  yes_or_no: value((text) => /^[01]$/.test(text)),
  zero: value((text) => text === '0'),
};

const TIME = /^([01]\d|2[0-3])[0-5]\d$/;

/** What is wrong with the content of a component; null when nothing is. */
export function contentFault(check: string, text: string, year: number): ContentFault | null {
  const rule = CHECKS[check];
  return rule === undefined || rule.passes(text, year) ? null : rule.fault;
}

function date(passes: ComponentCheck['passes']): ComponentCheck {
  return { fault: 'invalid_date', passes };
}

function value(passes: ComponentCheck['passes']): ComponentCheck {
  return { fault: 'invalid_value', passes };
}

/** A date that names its day. */
function isDay(text: string, year: number): boolean {
  return !text.endsWith('00') && gs1Date(text, year) !== null;
}

/** The second of three pieces is 0203; there is no piece 00. */
function isPieceOfSeveral(text: string): boolean {
  const [piece, all] = [text.slice(0, 2), text.slice(2)];
  return piece !== '00' && piece <= all;
}

/** The remainder by 97 is taken digit by digit, for the number has more digits than a computer counts exactly. */
function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z\d]+$/.test(text)) {
    return false;
  }
  const turned = text.slice(4) + text.slice(0, 4);
  const digits = turned.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return Array.from(digits).reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}
