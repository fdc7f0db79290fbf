import { Minus, Plus, X } from 'lucide-react';
import type { SaleLine } from '#core/sale/sale.ts';
import { button } from '#ui/button.ts';
import { useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useTill } from '../till-context.tsx';
import { useSellView } from './sell-view.ts';

/** What can be done with the line that is chosen: its quantity, its discount, its removal. */
export function LineActions({ line }: { line: SaleLine }) {
  const say = useSay();
  const format = useFormat();
  const { desk } = useTill();
  const open = useSellView((view) => view.open);
  const { lineId } = line;
  const name = format.name(line.product.name);
  const weighed = line.product.unit === 'kg';
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 px-2 pb-2.5">
      <div className="flex gap-2">
        {weighed ? null : (
          <button
            type="button"
            className={button.icon}
            aria-label={say('sell.one_less', { name })}
            onClick={() => void desk.stepQuantity(lineId, -1)}
          >
            <Minus aria-hidden="true" />
          </button>
        )}
        <QuantityButton lineId={lineId} text={format.quantity(line.quantity, line.product.unit)} weighed={weighed} />
        {weighed ? null : (
          <button
            type="button"
            className={button.icon}
            aria-label={say('sell.one_more', { name })}
            onClick={() => void desk.stepQuantity(lineId, 1)}
          >
            <Plus aria-hidden="true" />
          </button>
        )}
      </div>
      <div className="ml-auto flex gap-2">
        <button
          type="button"
          className={`${button.plain} px-3`}
          aria-label={say('sell.discount_line', { name })}
          onClick={() => {
            open({ kind: 'discount', lineId });
          }}
        >
          {say('sell.discount')}
        </button>
        <button
          type="button"
          className={button.icon}
          aria-label={say('sell.remove_line', { name })}
          onClick={() => void desk.removeLine(lineId)}
        >
          <X aria-hidden="true" />
        </button>
      </div>
    </div>
  );
}

function QuantityButton({ lineId, text, weighed }: { lineId: string; text: string; weighed: boolean }) {
  const say = useSay();
  const open = useSellView((view) => view.open);
  return (
    <button
      type="button"
      className={`${button.quiet} min-w-12 px-2 text-lg underline decoration-dotted decoration-1 underline-offset-4`}
      aria-label={say('sell.change_quantity', { quantity: weighed ? `${text} kg` : text })}
      onClick={() => {
        open({ kind: 'quantity', lineId });
      }}
    >
      {weighed ? `${text} kg` : text}
    </button>
  );
}
