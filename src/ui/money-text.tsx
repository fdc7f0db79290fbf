import type { Amount } from '#core/money/money.ts';
import { useFormat } from './format.tsx';

/** An amount as this person reads it; `full` shows the currency's sign. */
export function MoneyText({ amount, full = false }: { amount: Amount; full?: boolean }) {
  const { money } = useFormat();
  return <span className="whitespace-nowrap">{full ? money.full(amount) : money.plain(amount)}</span>;
}
