import { Undo2, UserPlus, UserRound } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { button } from '#ui/button.ts';
import { useSay } from '#ui/words/words.tsx';
import { useDevice, usePerson, useSale, useTill } from '../till-context.tsx';
import { EmptySale } from './empty-sale.tsx';
import { HeardNotice } from '../shell/heard-notice.tsx';
import { MissRow } from './miss-row.tsx';
import { PayButton } from './pay-button.tsx';
import { SaleLines } from './sale-lines.tsx';
import { SaleTotals } from './sale-totals.tsx';
import { useSellView } from './sell-view.ts';

/** The open sale: its lines, what went wrong with a scan, its total, and the way to pay. */
export function SalePanel({ closeButton }: { closeButton?: ReactNode }) {
  const say = useSay();
  const misses = useSale((state) => state.sale?.misses ?? NO_MISSES);
  const empty = useSale((state) => (state.sale?.lines.length ?? 0) === 0);
  const list = useRef<HTMLUListElement>(null);
  const unanswered = useSale(({ heard }) =>
    heard?.kind === 'refused' && heard.problem.code === 'POS-1108' ? heard.seq : null,
  );
  // Red rows lie above the lines, and a long sale hides them: whoever opens it, or may not yet be paid, has to see them.
  useEffect(() => {
    list.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  useEffect(() => {
    if (unanswered !== null) {
      list.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [unanswered]);
  return (
    <section
      aria-label={say('sell.sale')}
      className="flex h-full min-h-0 flex-col bg-surface short:h-auto short:min-h-full"
    >
      <PanelHead closeButton={closeButton} />
      <div className="min-h-24 flex-1 overflow-y-auto overscroll-contain px-2 py-2 short:flex-none short:overflow-visible">
        {empty && misses.length === 0 ? <EmptySale /> : null}
        {misses.length === 0 ? null : (
          <ul ref={list} aria-label={say('miss.list')}>
            {misses.map((miss) => (
              <MissRow key={miss.missId} miss={miss} />
            ))}
          </ul>
        )}
        <SaleLines />
      </div>
      <div className="border-t border-line px-4 pt-3 pb-3.5">
        <HeardNotice />
        <SaleTotals />
        <SaleButtons />
        <PayButton />
      </div>
    </section>
  );
}

const NO_MISSES: readonly never[] = [];

function PanelHead({ closeButton }: { closeButton: ReactNode }) {
  const say = useSay();
  const { desk } = useTill();
  const open = useSellView((view) => view.open);
  const register = useDevice((device) => device.registration?.registerName ?? '');
  const person = usePerson((state) => state.person?.name ?? '');
  const customer = useSale((state) => state.sale?.customer?.name ?? null);
  const canUndo = useSale((state) => state.undoSteps.length > 0);
  return (
    <header className="flex items-center gap-2 border-b border-line py-2.5 pr-3 pl-4">
      <div className="min-w-14 flex-1">
        <h2 className="truncate text-lg leading-tight font-bold">{say('sell.sale')}</h2>
        <p className="truncate text-sm text-muted">
          {register} · {person}
        </p>
      </div>
      <button
        type="button"
        className={`${button.quiet} w-12 px-0`}
        disabled={!canUndo}
        aria-label={say('sell.undo')}
        aria-keyshortcuts="Control+Z"
        title={`${say('sell.undo')} (Ctrl+Z)`}
        onClick={() => void desk.undo()}
      >
        <Undo2 aria-hidden="true" />
      </button>
      <button
        type="button"
        className={`${button.plain} min-w-0 shrink! px-3`}
        onClick={() => {
          open({ kind: 'customer' });
        }}
      >
        {customer === null ? (
          <>
            <UserPlus aria-hidden="true" className="size-5 shrink-0" />
            {say('sell.customer')}
          </>
        ) : (
          <>
            <UserRound aria-hidden="true" className="size-5 shrink-0" />
            <span className="max-w-32 truncate">{customer}</span>
          </>
        )}
      </button>
      {closeButton}
    </header>
  );
}

function SaleButtons() {
  const say = useSay();
  const { desk } = useTill();
  const open = useSellView((view) => view.open);
  const { empty, noted, paid } = useSale(
    useShallow(({ sale }) => ({
      empty: sale === null || (sale.lines.length === 0 && sale.misses.length === 0),
      noted: (sale?.note ?? null) !== null,
      paid: (sale?.tenders.length ?? 0) > 0,
    })),
  );
  return (
    <div className="my-3 grid grid-cols-3 gap-2 short:my-1.5">
      <button
        type="button"
        className={button.plain}
        disabled={empty}
        onClick={() => {
          open({ kind: 'discount', lineId: null });
        }}
      >
        {say('sell.discount')}
      </button>
      <button
        type="button"
        className={button.plain}
        onClick={() => {
          open({ kind: 'note' });
        }}
      >
        {say('sell.note')}
        {noted ? (
          <span className="size-2 rounded-full bg-brand">
            <span className="sr-only">{say('sell.noted')}</span>
          </span>
        ) : null}
      </button>
      <button type="button" className={button.plain} disabled={empty || paid} onClick={() => void desk.emptySale()}>
        {say('sell.empty')}
      </button>
    </div>
  );
}
