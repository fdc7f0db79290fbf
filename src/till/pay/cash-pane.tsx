import { type FormEvent, useMemo, useRef, useState } from 'react';
import { type Amount, amountOf, currencyDecimals, Decimal } from '#core/money/money.ts';
import { parseAmount } from '#core/quantity/parse-amount.ts';
import { checkCashTender } from '#core/tender/check-tender.ts';
import { makeChange } from '#core/tender/make-change.ts';
import { quickNotes } from '#core/tender/quick-notes.ts';
import { button } from '#ui/button.ts';
import { type Format, useFormat } from '#ui/format.tsx';
import { Keypad } from '#ui/keypad.tsx';
import { type KeypadKey, pressCharacters, pressKey } from '#ui/keypad-entry.ts';
import { NumberEntry } from '#ui/number-entry.tsx';
import { type Say, useSay } from '#ui/words/words.tsx';
import { problemWords } from '../shell/problem-words.ts';
import { useTypedElsewhere } from '../shell/typed-sink.ts';
import { useShelf, useTill } from '../till-context.tsx';
import { CompleteButton } from './complete-button.tsx';

/** What is still to be paid: `due` in cash, where small coins are gone a rounded amount; `left` exactly. */
interface CashDue {
  left: Amount;
  due: Amount;
  currency: string;
}

/** What the typed cash means for what is due. With nothing typed it is the amount due. */
type Cash =
  | { kind: 'enough'; received: Amount; change: Amount }
  | { kind: 'short'; received: Amount; missing: Amount }
  | { kind: 'unreadable'; why: string };

/** Cash that covers the exact amount is enough also where the rounded one is higher. */
function readCash(typed: string, { left, due, currency }: CashDue): Cash | null {
  const parsed = typed === '' ? { ok: true as const, amount: due } : parseAmount(typed, currency);
  if (!parsed.ok) {
    return null;
  }
  const received = new Decimal(parsed.amount);
  const payable = [due, left].find((amount) => received.greaterThanOrEqualTo(amount));
  return payable === undefined
    ? { kind: 'short', received: parsed.amount, missing: amountOf(new Decimal(due).minus(received), currency) }
    : { kind: 'enough', received: parsed.amount, change: amountOf(received.minus(payable), currency) };
}

/** Cash: exact in one touch, a likely note in two, anything else by keypad or keyboard; the change before it is given. */
export function CashPane({ left, due, currency }: CashDue) {
  const say = useSay();
  const format = useFormat();
  const { desk, ports } = useTill();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const cash = readCash(typed, { left, due, currency }) ?? unreadable(typed, { currency, say, format });

  const tenderOf = (received: Amount) => {
    const checked = checkCashTender(received, { left: due, currency, newId: ports.newId });
    return checked.ok ? checked.tender : null;
  };
  const complete = (received: Amount) => {
    const tender = tenderOf(received);
    if (tender !== null) {
      void desk.complete(tender);
    }
  };
  const takePart = (received: Amount) => {
    const tender = tenderOf(received);
    if (tender !== null) {
      void desk.addTender(tender).then(() => {
        setTyped('');
      });
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (cash.kind === 'enough') {
      complete(cash.received);
    }
  };
  const onKey = (key: KeypadKey) => {
    setTyped((now) => pressKey(now, key, shapeOf(currency)));
    field.current?.focus();
  };

  useTypedElsewhere((text) => {
    setTyped((now) => pressCharacters(now, text, shapeOf(currency)));
    field.current?.focus();
    return () => {
      setTyped(typed);
    };
  });

  return (
    <form onSubmit={submit} className="flex min-h-0 flex-1 flex-col gap-3 lg:gap-4">
      <RoundedDue left={left} due={due} currency={currency} />
      <QuickNotes
        due={due}
        currency={currency}
        onExact={() => {
          complete(due);
        }}
        onNote={(amount) => {
          setTyped(amount);
          field.current?.focus();
        }}
      />
      <div className="flex flex-1 flex-col-reverse gap-3 lg:grid lg:min-h-0 lg:grid-cols-[minmax(0,1.55fr)_minmax(0,1fr)] lg:gap-4">
        <Keypad onKey={onKey} />
        <div className="grid grid-cols-2 content-between gap-4 rounded-card border border-line bg-surface p-3.5 lg:grid-cols-1 lg:p-5">
          <NumberEntry
            field={field}
            label={say('pay.received')}
            typed={typed}
            onTyped={setTyped}
            standing={format.money.plain(due)}
            error={cash.kind === 'unreadable' ? cash.why : undefined}
          />
          <CashOutcome cash={cash} onPart={takePart} />
        </div>
      </div>
      <CompleteButton
        face={say('pay.complete')}
        outcome={outcomeText(cash, say, format)}
        disabled={cash.kind !== 'enough'}
      />
    </form>
  );
}

function shapeOf(currency: string) {
  return { whole: 7, decimals: currencyDecimals(currency) };
}

function unreadable(typed: string, { currency, say, format }: { currency: string; say: Say; format: Format }): Cash {
  const parsed = parseAmount(typed, currency);
  return { kind: 'unreadable', why: parsed.ok ? '' : problemWords(parsed.problem, say, format).what };
}

function outcomeText(cash: Cash, say: Say, { money }: Format): string {
  switch (cash.kind) {
    case 'enough':
      return new Decimal(cash.change).isZero()
        ? say('pay.exactly', { amount: money.full(cash.received) })
        : say('pay.change_is', { amount: money.full(cash.change) });
    case 'short':
      return say('pay.missing_is', { amount: money.full(cash.missing) });
    case 'unreadable':
      return '';
  }
}

/** The change with the notes and coins it is made of, or what is still missing. */
function CashOutcome({ cash, onPart }: { cash: Cash; onPart: (received: Amount) => void }) {
  const say = useSay();
  const { money } = useFormat();
  const denominations = useShelf((shelf) => shelf.index?.catalogue.policy.denominations ?? NOTHING);
  const change = cash.kind === 'enough' ? cash.change : '0';
  const pieces = useMemo(() => makeChange(change, denominations) ?? [], [change, denominations]);
  if (cash.kind === 'unreadable') {
    return null;
  }
  if (cash.kind === 'short') {
    return (
      <div aria-live="polite" aria-atomic="true" className="min-w-0 text-right lg:text-left">
        <p className="text-muted">{say('pay.missing')}</p>
        <p className="text-3xl font-bold text-bad lg:text-5xl">{money.plain(cash.missing)}</p>
        {new Decimal(cash.received).isZero() ? null : (
          <button
            type="button"
            className={`${button.plain} mt-3 w-full`}
            onClick={() => {
              onPart(cash.received);
            }}
          >
            {say('pay.take_part', { amount: money.full(cash.received) })}
          </button>
        )}
      </div>
    );
  }
  return (
    <div aria-live="polite" aria-atomic="true" className="min-w-0 text-right lg:text-left">
      <p className="text-muted">{say('pay.change')}</p>
      <p className="text-3xl leading-tight font-bold text-brand lg:text-[3.5rem]">{money.plain(cash.change)}</p>
      <p className="flex min-h-6 flex-wrap justify-end gap-x-3 text-sm text-muted lg:justify-start lg:text-base">
        {pieces.map((each) => (
          <span key={each.value}>
            {each.count}×{shortAmount(each.value, money)}
          </span>
        ))}
      </p>
    </div>
  );
}

const NOTHING: readonly Amount[] = [];

/** "5" rather than "5.00": notes and coins are named by their bare value where it is whole. */
function shortAmount(amount: Amount, money: Format['money']): string {
  const value = new Decimal(amount);
  return value.isInteger() ? value.toFixed(0) : money.plain(amount);
}

/** Where cash is rounded: what it comes to, and what that takes off or adds. */
function RoundedDue({ left, due, currency }: CashDue) {
  const say = useSay();
  const { money } = useFormat();
  const rounding = new Decimal(due).minus(left);
  if (rounding.isZero()) {
    return null;
  }
  return (
    <p aria-live="polite" className="flex flex-wrap items-baseline gap-x-3 text-lg lg:text-xl">
      <strong>{say('pay.cash_due', { amount: money.full(due) })}</strong>
      <span className="text-muted">{say('pay.rounding', { amount: money.signed(amountOf(rounding, currency)) })}</span>
    </p>
  );
}

interface QuickNotesProps {
  due: Amount;
  currency: string;
  onExact: () => void;
  onNote: (amount: Amount) => void;
}

/** The amounts a customer is likely to hand over. Exact ends the sale at once; the others show the change first. */
function QuickNotes({ due, currency, onExact, onNote }: QuickNotesProps) {
  const say = useSay();
  const { money } = useFormat();
  const denominations = useShelf((shelf) => shelf.index?.catalogue.policy.denominations ?? NOTHING);
  const notes = quickNotes(due, denominations, currency);
  return (
    <div className="grid grid-cols-5 gap-2 lg:flex lg:gap-2.5">
      <button
        type="button"
        className={`${button.main} col-span-2 px-2 leading-tight lg:min-h-21 lg:flex-1 lg:text-2xl`}
        onClick={onExact}
      >
        {say('pay.exact', { amount: money.plain(due) })}
      </button>
      {notes.map((amount) => (
        <button
          key={amount}
          type="button"
          className={`${button.soft} px-1 text-xl lg:min-h-21 lg:flex-1 lg:text-2xl`}
          onPointerDown={(event) => {
            event.preventDefault();
          }}
          onClick={() => {
            onNote(amount);
          }}
        >
          {shortAmount(amount, money)}
        </button>
      ))}
    </div>
  );
}
