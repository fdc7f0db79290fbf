import { CircleCheck } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { type Amount, Decimal, sumAmounts } from '#core/money/money.ts';
import type { TransactionDocument } from '#core/sale/transaction.ts';
import { makeChange } from '#core/tender/make-change.ts';
import { button } from '#ui/button.ts';
import { useFormat } from '#ui/format.tsx';
import { Kbd } from '#ui/kbd.tsx';
import { useKeys } from '#ui/use-keys.ts';
import { useSay } from '#ui/words/words.tsx';
import { StatusPill } from '../shell/status-pill.tsx';
import { useSale, useShelf, useTill } from '../till-context.tsx';

/** The key that completed the sale, held or pressed twice, does not take its change away before it could be read. */
const SECOND_PRESS_MS = 400;

/** The sale is written down: what goes back to the customer, its number, and on to the next. */
export function DoneScreen() {
  const completed = useSale((state) => state.completed);
  return completed === null ? null : <Done completed={completed} />;
}

function Done({ completed }: { completed: TransactionDocument }) {
  const say = useSay();
  const { money } = useFormat();
  const { desk } = useTill();
  const next = useRef<HTMLButtonElement>(null);
  const change = sumAmounts(
    completed.payments.map((payment) => payment.change_due ?? '0'),
    completed.currency,
  );
  const none = new Decimal(change).isZero();
  const paid = sumAmounts(
    completed.payments.map((payment) => payment.amount),
    completed.currency,
  );

  const rounding = completed.totals.cash_rounding_amount;

  useEffect(() => {
    // The change must stay in sight, also in a low window.
    next.current?.focus({ preventScroll: true });
  }, []);
  const isReadable = useAfter(none ? 0 : SECOND_PRESS_MS);
  const goOn = () => {
    if (isReadable) {
      desk.newSale();
    }
  };
  useKeys({
    Enter: (event) => {
      if (event.target instanceof HTMLAnchorElement) {
        return false;
      }
      if (!event.repeat) {
        goOn();
      }
      return true;
    },
  });

  return (
    <main className="flex min-h-dvh flex-1 flex-col">
      <div className="flex justify-end p-3 lg:p-4">
        <StatusPill />
      </div>
      <div className="grid flex-1 place-content-center justify-items-center gap-2 p-4 text-center">
        <div aria-live="polite" className="grid justify-items-center gap-2">
          <h1 className="flex items-center gap-2 text-xl font-semibold text-brand">
            <CircleCheck aria-hidden="true" className="size-8" />
            {say('done.paid')}
          </h1>
          <p className="mt-4 text-xl text-muted">{none ? say('done.no_change') : say('done.change')}</p>
          <p className="text-[clamp(4.5rem,17vw,10rem)] leading-none font-bold tracking-tight">
            {money.full(none ? paid : change)}
          </p>
        </div>
        {none ? null : <Breakdown change={change} />}
        <p className="mt-4 text-lg normal-nums">
          {say('done.number', { number: completed.transaction_number })}
          <span className="text-muted">
            {' '}
            · {say('done.total', { total: money.full(completed.totals.total_amount) })}
            {rounding === undefined ? null : ` · ${say('done.rounding', { amount: money.signed(rounding) })}`}
          </span>
        </p>
      </div>
      <div className="mx-auto w-full max-w-2xl p-4 pb-[max(1.5rem,env(safe-area-inset-bottom))]">
        <button
          ref={next}
          type="button"
          className={button.wide}
          aria-keyshortcuts="Enter"
          aria-disabled={!isReadable}
          onClick={goOn}
        >
          <span>{say('done.next')}</span>
          <Kbd onBrand>Enter</Kbd>
        </button>
        <p className="mt-3 text-center text-muted">{say('done.next_hint')}</p>
      </div>
    </main>
  );
}

/** Whether so many milliseconds have gone by since the component is there. */
function useAfter(ms: number): boolean {
  const [isOver, setIsOver] = useState(ms === 0);
  useEffect(() => {
    const timer = setTimeout(() => {
      setIsOver(true);
    }, ms);
    return () => {
      clearTimeout(timer);
    };
  }, [ms]);
  return isOver;
}

/** The notes and coins to hand out, as pieces that can be counted with the eye. */
function Breakdown({ change }: { change: Amount }) {
  const say = useSay();
  const { money } = useFormat();
  const denominations = useShelf((shelf) => shelf.index?.catalogue.policy.denominations ?? NOTHING);
  const pieces = makeChange(change, denominations) ?? [];
  return (
    <ul aria-label={say('done.pieces')} className="mt-3 flex flex-wrap justify-center gap-2">
      {pieces.map((each) => (
        <li
          key={each.value}
          data-edge
          className="rounded-full border border-transparent bg-brand-soft px-4 py-1.5 text-lg font-semibold text-brand"
        >
          {each.count} × {money.plain(each.value)}
        </li>
      ))}
    </ul>
  );
}

const NOTHING: readonly Amount[] = [];
