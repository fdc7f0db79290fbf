import { z } from 'zod';
import { parseAmount } from '#core/quantity/parse-amount.ts';
import { problem, type Problem, type ProblemCode } from '#core/problem.ts';
import { holdsCardNumber } from '#core/tender/check-tender.ts';

/** What the cashier types off the terminal's slip. */
export interface CardFields {
  amount: string;
  brand: string;
  last4: string;
  authorizationCode: string;
}

/** A payment known by a reference. */
export interface ReferenceFields {
  amount: string;
  reference: string;
}

const CODES = ['POS-2101', 'POS-2102', 'POS-2103', 'POS-2104'] as const satisfies readonly ProblemCode[];

const safe = z.string().refine((text) => !holdsCardNumber(text), 'POS-2102');

function amountIn(currency: string) {
  return safe.refine((text) => parseAmount(text, currency).ok, 'POS-2101');
}

/** The form's own check; its messages are problem codes, for which the screen finds the words. */
export function cardForm(currency: string) {
  return z.object({
    amount: amountIn(currency),
    brand: safe,
    last4: safe.refine((text) => /^\d{4}$/.test(text.trim()), 'POS-2103'),
    authorizationCode: safe.refine((text) => text.trim() !== '' && text.trim().length <= 40, 'POS-2104'),
  });
}

export function referenceForm(currency: string) {
  return z.object({
    amount: amountIn(currency),
    reference: safe.refine((text) => text.trim() !== '' && text.trim().length <= 60, 'POS-2104'),
  });
}

/** The problem behind a form's message; null when there is none. */
export function problemOfMessage(message: string | undefined, typed: string): Problem | null {
  const code = CODES.find((known) => known === message);
  return code === undefined ? null : problem(code, { typed: typed.slice(0, 40) });
}
