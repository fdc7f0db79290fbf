import { parseAmount } from '#core/quantity/parse-amount.ts';
import { type Amount, Decimal } from '#core/money/money.ts';
import { type Checked, refused } from '#core/problem.ts';
import type { Tender } from '#core/sale/sale.ts';
import { plainText } from '#core/text/plain-text.ts';

/** Beyond any length that is taken: what is longer is refused, not cut. */
const MAX_TEXT = 100;

/** A card payment as the cashier types it off the terminal's slip. */
export interface CardEntry {
  amount: string;
  brand: string;
  last4: string;
  authorizationCode: string;
}

/** What a check needs to know of the sale. */
export interface TenderContext {
  /** What is still to be paid this way: for cash the rounded amount, for the others the exact one. */
  left: Amount;
  currency: string;
  newId: () => string;
}

/** Checks a card payment. A full card number in any field is refused: it must never be stored, not even by mistake. */
export function checkCardTender(entry: CardEntry, context: TenderContext): Checked<{ tender: Tender }> {
  const fields = [entry.brand, entry.last4, entry.authorizationCode, entry.amount];
  if (fields.some(holdsCardNumber)) {
    return refused('POS-2102');
  }
  if (!/^\d{4}$/.test(entry.last4.trim())) {
    return refused('POS-2103');
  }
  const authorizationCode = plainText(entry.authorizationCode, MAX_TEXT);
  if (authorizationCode === '' || authorizationCode.length > 40) {
    return refused('POS-2104', { field: 'authorization_code' });
  }
  const amount = checkFixedAmount(entry.amount, context);
  if (!amount.ok) {
    return amount;
  }
  const brand = plainText(entry.brand, 20);
  return {
    ok: true,
    tender: {
      tenderId: context.newId(),
      method: 'card',
      amount: amount.amount,
      brand: brand === '' ? null : brand,
      last4: entry.last4.trim(),
      authorizationCode,
    },
  };
}

/** Checks a payment that is known by a reference: Yappy, bank transfer. */
export function checkReferenceTender(
  entry: { method: 'yappy' | 'transfer'; amount: string; reference: string },
  context: TenderContext,
): Checked<{ tender: Tender }> {
  if (holdsCardNumber(entry.reference)) {
    return refused('POS-2102');
  }
  const reference = plainText(entry.reference, MAX_TEXT);
  if (reference === '' || reference.length > 60) {
    return refused('POS-2104', { field: 'reference' });
  }
  const amount = checkFixedAmount(entry.amount, context);
  if (!amount.ok) {
    return amount;
  }
  return { ok: true, tender: { tenderId: context.newId(), method: entry.method, amount: amount.amount, reference } };
}

/**
 * Checks cash handed over: any amount above zero, for what is too much goes back as change. Nothing is enough where
 * what is left rounds to nothing.
 */
export function checkCashTender(received: string, context: TenderContext): Checked<{ tender: Tender }> {
  const parsed = parseAmount(received, context.currency);
  if (!parsed.ok) {
    return parsed;
  }
  if (new Decimal(parsed.amount).isZero() && !new Decimal(context.left).isZero()) {
    return refused('POS-2101', { typed: received.slice(0, 40) });
  }
  return { ok: true, tender: { tenderId: context.newId(), method: 'cash', received: parsed.amount } };
}

function checkFixedAmount(typed: string, context: TenderContext): Checked<{ amount: Amount }> {
  const parsed = parseAmount(typed, context.currency);
  if (!parsed.ok) {
    return parsed;
  }
  const amount = new Decimal(parsed.amount);
  if (amount.isZero()) {
    return refused('POS-2101', { typed: typed.slice(0, 40) });
  }
  if (amount.greaterThan(context.left)) {
    return refused('POS-2002', { left: context.left, excess: amount.minus(context.left).toFixed() });
  }
  return parsed;
}

/** How the card schemes number their cards: what the number begins with, and how many digits it may have. */
const CARD_SCHEMES: readonly { begins: RegExp; lengths: readonly number[] }[] = [
  { begins: /^4/, lengths: [13, 16, 19] },
  { begins: /^(5[1-5]|2[2-7])/, lengths: [16] },
  { begins: /^3[47]/, lengths: [15] },
  { begins: /^3[068]/, lengths: [14] },
  { begins: /^35/, lengths: [16] },
  { begins: /^(6|5[06-8])/, lengths: [13, 16, 17, 18, 19] },
];

/**
 * True when a text holds a full card number: digits of a scheme's beginning and length, spaced, dashed, dotted or
 * not, that pass the Luhn check. It may be followed by other digits, but must begin where a group of digits begins:
 * looking anywhere inside would refuse most long references of banks. Barcodes are no card numbers, so fields that
 * take barcodes are not checked with this.
 */
export function holdsCardNumber(text: string): boolean {
  const runs = text.match(/\d(?:[\s./_-]{0,3}\d){12,}/g) ?? [];
  return runs.some((run) => {
    const groups = run.split(/\D+/);
    return groups.some((_, start) => beginsWithCardNumber(groups.slice(start).join('')));
  });
}

function beginsWithCardNumber(digits: string): boolean {
  return CARD_SCHEMES.some(
    ({ begins, lengths }) =>
      begins.test(digits) && lengths.some((length) => digits.length >= length && passesLuhn(digits.slice(0, length))),
  );
}

function passesLuhn(digits: string): boolean {
  let total = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48;
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    total += doubled > 9 ? doubled - 9 : doubled;
  }
  return total % 10 === 0;
}
