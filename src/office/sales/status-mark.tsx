import type { TransactionNode } from '#protocol/transaction.ts';
import { useSay } from '../words/office-words.tsx';

/** Said only of a sale that is not simply completed. */
export function StatusMark({ status }: { status: TransactionNode['status'] }) {
  const say = useSay();
  return status === 'completed' ? null : (
    <span className="rounded-full bg-warn-soft px-2.5 py-0.5 text-xs font-semibold text-warn">
      {say(`status.${status}`)}
    </span>
  );
}
