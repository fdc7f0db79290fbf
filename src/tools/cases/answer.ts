import type { Decimal } from '#core/money/money.ts';

/** What core says to one case. */
export type Answer =
  | {
      kind: 'figures';
      /** Everything core says about such a case, under the names that `expected` uses. */
      figures: Figures;
      /** True when the case was run under the policy it names, so that it has to agree. */
      claimed: boolean;
    }
  /** Core refuses the input. */
  | { kind: 'refused'; claimed: boolean }
  /** Core has no way to say this, and why. */
  | { kind: 'not_expressible'; reason: string };

/** Decimals are compared by value, texts letter by letter, a map key by key with no key more. */
export type Figure =
  | Decimal
  | string
  | number
  | boolean
  | null
  | Figures
  | readonly Figure[]
  | ReadonlyMap<string, Figure>;
export interface Figures {
  [name: string]: Figure;
}

/** The case asks for what core does not do. */
export function notExpressible(reason: string): Answer {
  return { kind: 'not_expressible', reason };
}

/** Core's figures, or its refusal when it throws RangeError; any other error is a fault of ours and goes on. */
export function answerOf(claimed: boolean, figures: () => Figures): Answer {
  try {
    return { kind: 'figures', figures: figures(), claimed };
  } catch (error) {
    if (error instanceof RangeError) {
      return { kind: 'refused', claimed };
    }
    throw error;
  }
}
