import { z } from 'zod';
import type { CashRounding, CashRoundingMode } from '#core/catalogue/catalogue.ts';
import { currencyDecimals, Decimal, sum } from '#core/money/money.ts';
import type { Tender } from '#core/sale/sale.ts';
import { roundedCash } from '#core/tender/cash-rounding.ts';
import { type AmountDue, settleTenders } from '#core/tender/settle-tenders.ts';
import { card, cash } from '#testkit/sale-builders.ts';
import { type Answer, answerOf, type Figures, notExpressible } from './answer.ts';
import { decimalText, ofInput, type TestCase } from './test-case.ts';

const MODE_NAMES = [
  'half_up',
  'half_down',
  'half_even',
  'half_ceiling',
  'half_floor',
  'up',
  'down',
  'ceiling',
  'floor',
] as const;
type Mode = (typeof MODE_NAMES)[number];

/**
 * What core calls a mode above zero and below it: on one side of zero, up and down the number line is away from zero and
 * towards it.
 */
const MODES: Readonly<Record<Mode, readonly [above: CashRoundingMode, below: CashRoundingMode]>> = {
  half_up: ['half_up', 'half_up'],
  half_down: ['half_down', 'half_down'],
  half_even: ['half_even', 'half_even'],
  half_ceiling: ['half_up', 'half_down'],
  half_floor: ['half_down', 'half_up'],
  up: ['up', 'up'],
  down: ['down', 'down'],
  ceiling: ['up', 'down'],
  floor: ['down', 'up'],
};

const dueFields = {
  currency: z.string(),
  total: decimalText,
  increment: decimalText.optional(),
  mode: z.enum(MODE_NAMES).optional(),
};
const tenderSchema = z.union([
  z.strictObject({ kind: z.literal('card'), amount: decimalText }),
  z.strictObject({ kind: z.literal('cash'), given: decimalText.optional() }),
  z
    .strictObject({ kind: z.literal('cash'), amount: decimalText })
    .transform(({ kind, amount: given }) => ({ kind, given })),
]);
type CaseTender = z.infer<typeof tenderSchema>;

const wholeSchema = z.strictObject({ ...dueFields, tender: z.enum(['cash', 'card']).default('cash') });
const splitSchema = z.strictObject({
  ...dueFields,
  tenders: z.array(tenderSchema),
  rounding_scope: z.enum(['remaining_after_card', 'total']).default('remaining_after_card'),
});
type Split = z.infer<typeof splitSchema>;

/** Totals that are paid in cash, by card and both, rounded to the coins there are. */
export const cashKinds: Readonly<Record<string, (testCase: TestCase) => Answer>> = {
  round_total: ofInput(wholeSchema, answerWhole),
  no_rounding: ofInput(wholeSchema, answerWhole),
  split_tender: ofInput(splitSchema, answerSplit),
  payment: ofInput(splitSchema, answerSplit),
  refund_split: ofInput(splitSchema, answerSplit),

  change: ofInput(z.strictObject({ ...dueFields, cash_given: decimalText }), (input) =>
    answerOf(true, () => {
      const due = dueOf(input);
      const given = [cash(input.cash_given)];
      return {
        cash_due: new Decimal(settleTenders(due, []).cashDue),
        change: new Decimal(settleTenders(due, given).change),
        exact_change: new Decimal(settleTenders({ ...due, cashRounding: undefined }, given).change),
      };
    }),
  ),

  rounding_into_tax: () =>
    notExpressible('core keeps cash rounding on a line of its own and never puts it into the tax'),

  currency_facts: ofInput(z.strictObject({ currency: z.string() }), ({ currency }) =>
    answerOf(true, () => ({ decimals: new Decimal(currencyDecimals(currency)) })),
  ),
};

type Due = Pick<Split, 'currency' | 'total' | 'increment' | 'mode'>;

/** The rule of the case; a card pays the exact amount whatever the rule is. */
function ruleOf({ increment, mode = 'half_up', total }: Due): CashRounding | undefined {
  return increment === undefined ? undefined : { step: increment, mode: modeOf(mode, total) };
}

function modeOf(mode: Mode, total: string): CashRoundingMode {
  const [above, below] = MODES[mode];
  return total.startsWith('-') ? below : above;
}

function dueOf(input: Due): AmountDue {
  return { total: input.total, currency: input.currency, cashRounding: ruleOf(input) };
}

function answerWhole(input: z.infer<typeof wholeSchema>): Answer {
  return answerOf(true, () => {
    const total = new Decimal(input.total);
    const { due, rounding } = roundedCash(total, input.tender === 'card' ? undefined : ruleOf(input));
    return { due, cash_due: due, rounding };
  });
}

function answerSplit(input: Split): Answer {
  if (input.rounding_scope === 'total') {
    return notExpressible('core rounds only what is left for cash, never the total');
  }
  return answerOf(true, () => (new Decimal(input.total).isNegative() ? refundFigures(input) : splitFigures(input)));
}

function splitFigures(input: Split): Figures {
  const due = dueOf(input);
  const known = input.tenders.flatMap((tender, place) => tenderOf(tender, place) ?? []);
  const fixed = known.filter((tender) => tender.method !== 'cash');
  const open = input.tenders.length > known.length;
  // Whoever hands over what is due in cash hands over what is still due after everything else.
  const tenders = open ? [...known, cash(settleTenders(due, known).cashDue)] : known;
  const settlement = settleTenders(due, tenders);
  return {
    cash_due: new Decimal(settleTenders(due, fixed).cashDue),
    rounding: new Decimal(settlement.rounding),
    paid: new Decimal(settlement.paid),
    change: new Decimal(settlement.change),
    remaining: new Decimal(settlement.left),
  };
}

/** Null for cash of which the case does not say how much is handed over. */
function tenderOf(tender: CaseTender, place: number): Tender | null {
  if (tender.kind === 'card') {
    return card(tender.amount, `card-${String(place)}`);
  }
  return tender.given === undefined ? null : cash(tender.given, `cash-${String(place)}`);
}

/** What goes back in cash is what does not go back to the card. */
function refundFigures(input: Split): Figures {
  const toCards = sum(input.tenders.flatMap((tender) => (tender.kind === 'card' ? [new Decimal(tender.amount)] : [])));
  const { due, rounding } = roundedCash(new Decimal(input.total).minus(toCards), ruleOf(input));
  return { cash_due: due, rounding, paid: toCards.plus(due) };
}
