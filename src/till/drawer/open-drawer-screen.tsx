import { type FormEvent, useRef, useState } from 'react';
import { type Amount, currencyDecimals } from '#core/money/money.ts';
import type { PriceBook } from '#core/pricing/price-book.ts';
import { parseAmount } from '#core/quantity/parse-amount.ts';
import { button } from '#ui/button.ts';
import { useFormat } from '#ui/format.tsx';
import { Keypad } from '#ui/keypad.tsx';
import { pressCharacters, pressKey } from '#ui/keypad-entry.ts';
import { Notice } from '#ui/notice.tsx';
import { NumberEntry } from '#ui/number-entry.tsx';
import { useSay } from '#ui/words/words.tsx';
import { NavMenu } from '../shell/nav-menu.tsx';
import { NotReadyNotice } from '../shell/not-ready-notice.tsx';
import { problemWords } from '../shell/problem-words.ts';
import { StatusPill } from '../shell/status-pill.tsx';
import { useTypedElsewhere } from '../shell/typed-sink.ts';
import { usePerson, useShelf, useTill } from '../till-context.tsx';
import { type Counts, countedAmount } from './count.ts';
import { CountTable } from './count-table.tsx';

/** A drawer session begins with its float: typed, or counted by notes and coins. */
export function OpenDrawerScreen() {
  const book = useShelf((shelf) => shelf.index?.priceBook);
  return book === undefined ? null : <OpenDrawer book={book} />;
}

function OpenDrawer({ book }: { book: PriceBook }) {
  const { policy } = book;
  const say = useSay();
  const format = useFormat();
  const till = useTill();
  const actor = usePerson((state) => state.person?.staff_id ?? '');
  const shape = { whole: 6, decimals: currencyDecimals(policy.currency) };
  const field = useRef<HTMLInputElement>(null);
  const [counting, setCounting] = useState(false);
  const [typed, setTyped] = useState('');
  const [counts, setCounts] = useState<Counts>({});
  const [state, setState] = useState<'idle' | 'opening' | 'failed'>('idle');
  const typedFloat = parseAmount(typed === '' ? '0' : typed, policy.currency);
  const float = counting ? countedAmount(counts, policy.currency) : typedFloat.ok ? typedFloat.amount : null;
  const refusal = counting || typedFloat.ok ? null : problemWords(typedFloat.problem, say, format);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (float !== null && state !== 'opening') {
      open(float);
    }
  };
  const open = (openingFloat: Amount) => {
    const catalogueVersion = till.shelf.state.getState().index?.catalogue.version ?? '';
    setState('opening');
    till.device.openDrawer(openingFloat, { actor, book, catalogueVersion }).catch(() => {
      setState('failed');
    });
  };
  useTypedElsewhere((text) => {
    setTyped((now) => pressCharacters(now, text, shape));
    return () => {
      setTyped(typed);
    };
  });
  const mode = (count: boolean, face: string) => (
    <button
      type="button"
      aria-pressed={counting === count}
      className={`min-h-12 flex-1 rounded-tight px-4 font-semibold ${counting === count ? 'bg-surface' : 'text-muted hover:text-ink'}`}
      onClick={() => {
        setCounting(count);
      }}
    >
      {face}
    </button>
  );

  return (
    <main className="flex min-h-dvh flex-1 flex-col">
      <div className="flex justify-between p-3 lg:justify-end lg:p-4">
        <NavMenu />
        <StatusPill />
      </div>
      <form
        onSubmit={submit}
        className={`mx-auto grid w-full flex-1 content-center gap-4 p-4 ${counting ? 'max-w-2xl' : 'max-w-lg'}`}
      >
        <header>
          <h1 className="text-3xl font-bold tracking-tight">{say('drawer.title')}</h1>
          <p className="mt-1 text-muted">{say('drawer.why')}</p>
        </header>
        <fieldset aria-label={say('drawer.how')} className="flex gap-1 rounded-card bg-sunken p-1">
          {mode(false, say('drawer.type'))}
          {mode(true, say('drawer.count'))}
        </fieldset>
        {counting ? (
          <CountTable denominations={policy.denominations} counts={counts} onCounts={setCounts} />
        ) : (
          <>
            <div className="rounded-card border border-line bg-surface p-4">
              <NumberEntry
                field={field}
                label={say('drawer.float')}
                typed={typed}
                onTyped={setTyped}
                standing={format.money.plain('0.00')}
                error={refusal?.what}
              />
            </div>
            <Keypad
              onKey={(key) => {
                setTyped(pressKey(typed, key, shape));
                field.current?.focus();
              }}
            />
          </>
        )}
        <NotReadyNotice />
        {state === 'failed' ? (
          <Notice kind="bad" title={say('drawer.failed')} urgent>
            {say('drawer.failed_then')}
          </Notice>
        ) : null}
        <button type="submit" className={button.wide} disabled={float === null || state === 'opening'}>
          <span>{say('drawer.open')}</span>
          <span>{float === null ? '' : format.money.full(float)}</span>
        </button>
      </form>
    </main>
  );
}
