/**
 * Why something may not be done, as data: the screens and the API find the words. Published codes keep their
 * number (POS-2001); the others follow the same form.
 */
export interface Problem {
  code: ProblemCode;
  type: string;
  /** Plain values for the words: amounts and quantities as decimal strings. */
  details: Record<string, string>;
}

const TYPES = {
  'POS-1002': 'PAYMENT_MISMATCH',
  'POS-1003': 'AUTHORIZATION_REQUIRED',
  'POS-1004': 'TRANSACTION_NOT_OPEN',
  'POS-1101': 'QUANTITY_NOT_A_NUMBER',
  'POS-1102': 'QUANTITY_NOT_POSITIVE',
  'POS-1103': 'QUANTITY_TOO_LARGE',
  'POS-1104': 'QUANTITY_TOO_FINE',
  'POS-1105': 'LINE_NOT_FOUND',
  'POS-1106': 'TOO_MANY_LINES',
  'POS-1107': 'AMOUNT_TOO_LARGE',
  'POS-1108': 'SCAN_UNRESOLVED',
  'POS-1109': 'SALE_EMPTY',
  'POS-1110': 'SALE_TOO_LARGE',
  'POS-1201': 'DISCOUNT_NOT_VALID',
  'POS-1202': 'DISCOUNT_TOO_LARGE',
  'POS-1203': 'REASON_MISSING',
  'POS-1301': 'RETURN_TOO_MUCH',
  'POS-1302': 'RETURN_NOTHING',
  'POS-2001': 'INSUFFICIENT_PAYMENT',
  'POS-2002': 'EXCESS_PAYMENT',
  'POS-2101': 'AMOUNT_NOT_VALID',
  'POS-2102': 'CARD_NUMBER_REFUSED',
  'POS-2103': 'CARD_LAST4_NOT_VALID',
  'POS-2104': 'REFERENCE_NOT_VALID',
  'POS-2105': 'METHOD_NOT_TAKEN',
  'POS-2106': 'TOO_MANY_TENDERS',
  'POS-3001': 'NO_OPEN_DRAWER',
  'POS-4001': 'STORAGE_FULL',
  'POS-4002': 'STORAGE_UNREACHABLE',
  'POS-4003': 'SELLING_ELSEWHERE',
  'POS-4004': 'NOT_ENROLLED',
  'POS-4005': 'STORAGE_UNCLEAR',
  'POS-4006': 'MAY_BE_PAID',
  'POS-4007': 'LAST_EVENT_HIDDEN',
  'POS-4008': 'OPEN_SALE_UNREADABLE',
  'POS-4009': 'OPEN_SALE_UNSURE',
} as const;

export type ProblemCode = keyof typeof TYPES;

/** Makes a problem; its type follows from its code. */
export function problem(code: ProblemCode, details: Record<string, string> = {}): Problem {
  return { code, type: TYPES[code], details };
}

/** The answer of a check: what was asked for, or why not. */
export type Checked<Value> = ({ ok: true } & Value) | { ok: false; problem: Problem };

/** Refuses with a problem. */
export function refused(code: ProblemCode, details: Record<string, string> = {}): { ok: false; problem: Problem } {
  return { ok: false, problem: problem(code, details) };
}
