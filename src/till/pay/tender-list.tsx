import { X } from 'lucide-react';
import type { TransactionPayment } from '#core/sale/transaction.ts';
import { useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useTill } from '../till-context.tsx';

/** What has been taken so far; each can be given back until the sale is complete. */
export function TenderList({ payments }: { payments: readonly TransactionPayment[] }) {
  const say = useSay();
  const { money } = useFormat();
  const { desk } = useTill();
  if (payments.length === 0) {
    return null;
  }
  return (
    <ul aria-label={say('pay.taken')} className="grid min-h-0 gap-2 overflow-y-auto">
      {payments.map((payment) => {
        const name = [
          say(`pay.methods.${payment.payment_method}`),
          [payment.card_brand, payment.card_last4, payment.reference].filter(Boolean).join(' '),
        ]
          .filter(Boolean)
          .join(' · ');
        const amount = money.plain(payment.received ?? payment.amount);
        return (
          <li key={payment.payment_id} className="flex items-center gap-2 rounded-card bg-sunken pl-3.5">
            <span className="min-w-0 flex-1 truncate">{name}</span>
            <span className="font-bold">{amount}</span>
            <button
              type="button"
              className="grid size-12 place-items-center rounded-card hover:text-bad"
              aria-label={say('pay.give_back', { name, amount })}
              onClick={() => void desk.removeTender(payment.payment_id)}
            >
              <X aria-hidden="true" className="size-5" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
