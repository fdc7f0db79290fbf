/** How a GTIN is called by the digits it is printed with: GTIN-12 is UPC-A, GTIN-13 EAN-13, GTIN-14 ITF-14. */
export type GtinFormat = 'GTIN-8' | 'GTIN-12' | 'GTIN-13' | 'GTIN-14';

/** A code taken for a GTIN: its format and its normal form of 14 digits, or why it is none. */
export type GtinReading =
  | { ok: true; format: GtinFormat; gtin14: string }
  | { ok: false; reason: 'not_numeric' | 'length' | 'check_digit' };

const LENGTHS: ReadonlySet<number> = new Set([8, 12, 13, 14]);
const SSCC_LENGTH = 18;

/**
 * The GS1 check digit of a code without it: digits weighted 3, 1, 3, 1 … from the right, up to the next ten.
 * `payload` is digits only; any length (GTIN, GLN, SSCC and the rest share it).
 */
export function checkDigit(payload: string): string {
  let total = 0;
  for (let place = 0; place < payload.length; place += 1) {
    const digit = payload.charCodeAt(payload.length - 1 - place) - 48;
    total += place % 2 === 0 ? digit * 3 : digit;
  }
  return String((10 - (total % 10)) % 10);
}

/** True for digits, at least two, the last of which is the check digit of those before it. */
export function hasCheckDigit(code: string): boolean {
  return /^\d{2,}$/.test(code) && checkDigit(code.slice(0, -1)) === code.slice(-1);
}

/** True for 8, 12, 13 or 14 digits with the right check digit. */
export function isGtin(code: string): boolean {
  return LENGTHS.has(code.length) && hasCheckDigit(code);
}

/** True for the 18 digits of a logistic unit with the right check digit. */
export function isSscc(code: string): boolean {
  return code.length === SSCC_LENGTH && hasCheckDigit(code);
}

/** The normal form under which every printed length of a code is the same: 14 digits; null when it is no GTIN. */
export function gtin14(code: string): string | null {
  return isGtin(code) ? code.padStart(14, '0') : null;
}

/** Reads a typed or scanned GTIN; blanks around it do not count, nor do zeros put before it to fill a longer field. */
export function readGtin(text: string): GtinReading {
  const code = text.trim();
  if (!/^\d*$/.test(code)) {
    return { ok: false, reason: 'not_numeric' };
  }
  if (!LENGTHS.has(code.length)) {
    return { ok: false, reason: 'length' };
  }
  const normal = gtin14(code);
  return normal === null
    ? { ok: false, reason: 'check_digit' }
    : { ok: true, format: formatOf(normal), gtin14: normal };
}

function formatOf(normal: string): GtinFormat {
  if (normal.startsWith('000000')) {
    return 'GTIN-8';
  }
  if (normal.startsWith('00')) {
    return 'GTIN-12';
  }
  return normal.startsWith('0') ? 'GTIN-13' : 'GTIN-14';
}

/**
 * Numbers that GS1 gave to nobody: `region` for those that each country lays out for scales, `company` for those that
 * a company may use within its own walls. Null for a number that means the same everywhere. Takes the normal form.
 */
export function restrictedUse(normal: string): 'region' | 'company' | null {
  if (normal.startsWith('000000')) {
    return /^[02]/.test(normal.slice(6)) ? 'company' : null;
  }
  if (/^00?2/.test(normal)) {
    return 'region';
  }
  return normal.startsWith('004') ? 'company' : null;
}
