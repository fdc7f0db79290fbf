import { CircleCheck } from 'lucide-react';
import { type FormEvent, useEffect, useRef } from 'react';
import { Decimal } from '#core/money/money.ts';
import type { Settlement } from '#core/tender/settle-tenders.ts';
import { useFormat } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { useKeys } from '#ui/use-keys.ts';
import { useSay } from '#ui/words/words.tsx';
import { problemWords } from '../shell/problem-words.ts';
import { useTill } from '../till-context.tsx';
import { CompleteButton } from './complete-button.tsx';

/** Nothing is left to pay: what remains is to write the sale down. */
export function PaidPane({ settlement }: { settlement: Settlement }) {
  const say = useSay();
  const format = useFormat();
  const { desk } = useTill();
  const heading = useRef<HTMLHeadingElement>(null);
  const { problem } = settlement;
  const complete = () => {
    if (problem === null) {
      void desk.complete(null);
    }
  };

  // The pane that had the focus is gone; a reader goes on from here, and Enter completes.
  useEffect(() => {
    heading.current?.focus();
  }, []);
  useKeys({
    Enter: (event) => {
      if (event.target instanceof HTMLButtonElement) {
        return false;
      }
      complete();
      return true;
    },
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    complete();
  };
  const words = problem === null ? null : problemWords(problem, say, format);
  const change = new Decimal(settlement.change);
  return (
    <form onSubmit={submit} className="flex flex-1 flex-col gap-4">
      <div className="grid flex-1 place-content-center justify-items-center gap-3 rounded-card border border-line bg-surface p-8 text-center">
        {words === null ? <CircleCheck aria-hidden="true" className="size-16 text-brand" strokeWidth={1.6} /> : null}
        <h2 ref={heading} tabIndex={-1} className="text-2xl font-bold outline-none">
          {words === null ? say('pay.covered') : say('pay.not_even')}
        </h2>
        {words === null ? (
          <p className="text-muted">{say('pay.covered_then')}</p>
        ) : (
          <Notice kind="bad" title={words.what} urgent>
            {words.advice}
          </Notice>
        )}
      </div>
      <CompleteButton
        face={say('pay.complete')}
        outcome={change.isZero() ? '' : say('pay.change_is', { amount: format.money.full(settlement.change) })}
        disabled={problem !== null}
      />
    </form>
  );
}
