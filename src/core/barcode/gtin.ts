/** The lengths a GTIN is printed in: GTIN-8, -12 (UPC-A), -13 (EAN-13), -14 (ITF-14). */
const LENGTHS: readonly number[] = [8, 12, 13, 14];

/**
 * The GS1 check digit of a code without it: digits weighted 3, 1, 3, 1 … from the right, up to the next ten.
 * `payload` is digits only; any length.
 */
export function checkDigit(payload: string): string {
  let total = 0;
  for (let place = 0; place < payload.length; place += 1) {
    const digit = payload.charCodeAt(payload.length - 1 - place) - 48;
    total += place % 2 === 0 ? digit * 3 : digit;
  }
  return String((10 - (total % 10)) % 10);
}

/** True for 8, 12, 13 or 14 digits with the right check digit. */
export function isGtin(code: string): boolean {
  return /^\d+$/.test(code) && LENGTHS.includes(code.length) && checkDigit(code.slice(0, -1)) === code.slice(-1);
}

/** The normal form under which every printed length of a code is the same: 14 digits; null when it is no GTIN. */
export function gtin14(code: string): string | null {
  return isGtin(code) ? code.padStart(14, '0') : null;
}
