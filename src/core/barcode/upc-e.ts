import { checkDigit, hasCheckDigit } from './gtin.ts';

/** UPC-E is a UPC-A of number system 0 or 1 with its zeros left out. */

export type Expanded =
  | { ok: true; upcA: string; gtin14: string; checkDigit: string }
  | { ok: false; reason: 'not_numeric' | 'length' | 'number_system' | 'check_digit' };

export type Suppressed =
  | { ok: true; upcE: string }
  | { ok: false; reason: 'not_numeric' | 'length' | 'number_system' | 'check_digit' | 'not_suppressible' };

/**
 * The UPC-A that a UPC-E stands for. Eight digits are a whole code, whose check digit must be right; seven lack the
 * check digit; six lack the number system too, which then is 0.
 */
export function expandUpcE(code: string): Expanded {
  if (!/^\d*$/.test(code)) {
    return { ok: false, reason: 'not_numeric' };
  }
  if (code.length < 6 || code.length > 8) {
    return { ok: false, reason: 'length' };
  }
  const whole = code.length === 6 ? `0${code}` : code;
  if (!/^[01]/.test(whole)) {
    return { ok: false, reason: 'number_system' };
  }
  const payload = whole.slice(0, 1) + withZeros(whole.slice(1, 7));
  const check = checkDigit(payload);
  if (whole.length === 8 && whole.slice(7) !== check) {
    return { ok: false, reason: 'check_digit' };
  }
  const upcA = payload + check;
  return { ok: true, upcA, gtin14: upcA.padStart(14, '0'), checkDigit: check };
}

/** The last of the six digits says where the zeros were. */
function withZeros(six: string): string {
  const last = six.slice(5);
  if (last <= '2') {
    return `${six.slice(0, 2)}${last}0000${six.slice(2, 5)}`;
  }
  if (last === '3') {
    return `${six.slice(0, 3)}00000${six.slice(3, 5)}`;
  }
  return last === '4' ? `${six.slice(0, 4)}00000${six.slice(4, 5)}` : `${six.slice(0, 5)}0000${last}`;
}

/** The eight digits of UPC-E for a UPC-A of twelve, where it has zeros in the right places. */
export function suppressUpcA(code: string): Suppressed {
  if (!/^\d*$/.test(code)) {
    return { ok: false, reason: 'not_numeric' };
  }
  if (code.length !== 12) {
    return { ok: false, reason: 'length' };
  }
  if (!hasCheckDigit(code)) {
    return { ok: false, reason: 'check_digit' };
  }
  if (!/^[01]/.test(code)) {
    return { ok: false, reason: 'number_system' };
  }
  const six = withoutZeros(code.slice(1, 6), code.slice(6, 11));
  return six === null
    ? { ok: false, reason: 'not_suppressible' }
    : { ok: true, upcE: code.slice(0, 1) + six + code.slice(11) };
}

/** The four shapes in the order in which the standard tries them; a code that fits several takes the first. */
function withoutZeros(maker: string, item: string): string | null {
  if (/^\d\d[012]00$/.test(maker) && item.startsWith('00')) {
    return maker.slice(0, 2) + item.slice(2) + maker.slice(2, 3);
  }
  if (maker.endsWith('00') && item.startsWith('000')) {
    return `${maker.slice(0, 3)}${item.slice(3)}3`;
  }
  if (maker.endsWith('0') && item.startsWith('0000')) {
    return `${maker.slice(0, 4)}${item.slice(4)}4`;
  }
  return /^0000[5-9]$/.test(item) ? maker + item.slice(4) : null;
}
