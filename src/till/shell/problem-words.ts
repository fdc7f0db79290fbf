import type { Problem } from '#core/problem.ts';
import { Decimal } from '#core/money/money.ts';
import type { Format } from '#ui/format.tsx';
import type { Say } from '#ui/words/words.tsx';

/** What happened, and what to do about it. */
export interface ProblemWords {
  what: string;
  advice: string;
}

/** The words for a problem that core found, with its figures as this person reads them. */
export function problemWords({ code, details }: Problem, say: Say, format: Format): ProblemWords {
  const money = (amount: string | undefined) => (amount === undefined ? '' : format.money.full(amount));
  const values = {
    typed: details['typed'] ?? details['quantity'] ?? '',
    most: details['most'] ?? '',
    count: Number(details['count'] ?? 0),
    limit: percent(details['threshold_exceeded'], format),
    requested: percent(details['requested'], format),
    left: money(details['left']),
    excess: money(details['excess']),
  };
  return { what: say(`problem.${code}.what`, values), advice: say(`problem.${code}.advice`, values) };
}

/** "5%", as core writes it, or a bare number. */
function percent(text: string | undefined, format: Format): string {
  return text?.endsWith('%') === true ? format.rate(new Decimal(text.slice(0, -1)).div(100).toFixed()) : (text ?? '');
}
