import { CircleAlert, X } from 'lucide-react';
import { memo, useEffect, useMemo, useRef } from 'react';
import type { ScanMiss } from '#core/sale/sale.ts';
import { button } from '#ui/button.ts';
import { useSay } from '#ui/words/words.tsx';
import { questionOf } from '../state/plan-scan.ts';
import { useShelf, useTill } from '../till-context.tsx';
import { useSellView } from './sell-view.ts';

/** A scan that did not become a line: a red row that says why, and what can be done about it. */
export const MissRow = memo(function MissRow({ miss }: { miss: ScanMiss }) {
  const say = useSay();
  const { desk } = useTill();
  const row = useRef<HTMLLIElement>(null);
  const open = useSellView((view) => view.open);
  const index = useShelf((shelf) => shelf.index);
  const products = useMemo(() => (index === null ? [] : questionOf(miss, index)), [miss, index]);
  const [only] = products;
  const question = products.length > 1 ? 'choose' : only === undefined ? 'none' : 'weigh';
  const why = question === 'none' ? say(`miss.${miss.reason}`) : say(`miss.${question}_why`);
  const answer = () => {
    if (only !== undefined) {
      open(
        question === 'weigh'
          ? { kind: 'weight', product: only, missId: miss.missId }
          : { kind: 'choose', miss, products },
      );
    }
  };
  useEffect(() => {
    row.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <li
      ref={row}
      data-edge
      className="mb-1.5 flex animate-rise flex-wrap items-center gap-x-3 gap-y-1 rounded-tight border border-transparent bg-bad-soft py-1.5 pr-1.5 pl-3"
    >
      <CircleAlert aria-hidden="true" className="size-5 shrink-0 text-bad" />
      <span className="min-w-0 flex-1 basis-40">
        <span className="block font-semibold break-all text-bad">{miss.text}</span>
        <span className="block text-sm">{why}</span>
      </span>
      {question === 'none' ? null : (
        <button type="button" className={`${button.plain} px-3`} onClick={answer}>
          {say(`miss.${question}`)}
        </button>
      )}
      <button
        type="button"
        className={`${button.quiet} w-12 text-bad`}
        aria-label={say('miss.dismiss', { text: miss.text })}
        onClick={() => void desk.dismissMiss(miss.missId)}
      >
        <X aria-hidden="true" />
      </button>
    </li>
  );
});
