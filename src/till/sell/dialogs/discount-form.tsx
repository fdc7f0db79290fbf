import { type FormEvent, useState } from 'react';
import { currencyDecimals, Decimal } from '#core/money/money.ts';
import type { Discount, Sale } from '#core/sale/sale.ts';
import { button } from '#ui/button.ts';
import { Dialog } from '#ui/dialog.tsx';
import { useFormat } from '#ui/format.tsx';
import { Keypad } from '#ui/keypad.tsx';
import { pressKey } from '#ui/keypad-entry.ts';
import { NumberEntry } from '#ui/number-entry.tsx';
import { useSay } from '#ui/words/words.tsx';
import { usePerson, useSale, useShelf, useTill } from '../../till-context.tsx';
import { DiscountPreview } from './discount-preview.tsx';
import { DiscountReason } from './discount-reason.tsx';
import { useAttempt } from './use-attempt.ts';

/** A discount by hand: on one line, or on the whole sale when `lineId` is null. */
export function DiscountForm({ lineId, onDone }: { lineId: string | null; onDone: () => void }) {
  const sale = useSale((state) => state.sale);
  return sale === null ? null : <DiscountDialog sale={sale} lineId={lineId} onDone={onDone} />;
}

function DiscountDialog({ sale, lineId, onDone }: { sale: Sale; lineId: string | null; onDone: () => void }) {
  const say = useSay();
  const format = useFormat();
  const { desk } = useTill();
  const line = sale.lines.find((known) => known.lineId === lineId);
  const standing = line === undefined ? sale.discount : line.discount;
  const [type, setType] = useState<Discount['type']>(standing?.type ?? 'percentage');
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState<string>(standing?.reason ?? say('discount.reasons.regular'));
  const { refusal, attempt, clear } = useAttempt();
  const shape = shapeOf(type, sale.currency);

  const change = (text: string) => {
    setTyped(text);
    clear();
  };
  const give = (discount: Discount | null) => {
    const given = () => (lineId === null ? desk.discountSale(discount) : desk.discountLine(lineId, discount));
    void attempt(given).then((done) => {
      if (done) {
        onDone();
      }
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    give({ type, value: typed, reason });
  };

  return (
    <Dialog
      wide
      title={
        line === undefined ? say('discount.of_sale') : say('discount.of_line', { name: format.name(line.product.name) })
      }
      closeLabel={say('close')}
      onClose={onDone}
    >
      <form onSubmit={submit} className="grid gap-4 sm:grid-cols-2 sm:gap-x-6">
        <div className="grid content-start gap-4">
          <KindChoice
            type={type}
            onType={(kind) => {
              setType(kind);
              change('');
            }}
          />
          <DiscountPreview sale={sale} lineId={lineId} discount={{ type, value: typed, reason }} />
          <div className="hidden sm:block">
            <DiscountReason reason={reason} onReason={setReason} />
          </div>
        </div>
        <div className="grid gap-4">
          <NumberEntry
            label={useLimitLabel()}
            typed={typed}
            onTyped={change}
            standing={standing?.value ?? '0'}
            after={shape.sign}
            error={refusal === null ? undefined : `${refusal.what} ${refusal.advice}`}
          />
          <Keypad
            onKey={(key) => {
              change(pressKey(typed, key, shape));
            }}
          />
        </div>
        <div className="sm:hidden">
          <DiscountReason reason={reason} onReason={setReason} />
        </div>
        <div className="sticky -bottom-5 flex gap-2 bg-surface py-2 sm:static sm:col-span-2 sm:py-0">
          <TakeAway
            standing={standing}
            onTakeAway={() => {
              give(null);
            }}
          />
          <button type="submit" className={`${button.main} flex-1`}>
            {say('discount.give')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** How a discount of this kind is typed. */
function shapeOf(type: Discount['type'], currency: string) {
  return type === 'percentage'
    ? { whole: 3, decimals: 2, sign: '%' }
    : { whole: 6, decimals: currencyDecimals(currency), sign: currency };
}

/** A discount that stands can be taken away again. */
function TakeAway({ standing, onTakeAway }: { standing: Discount | null; onTakeAway: () => void }) {
  const say = useSay();
  return standing === null ? null : (
    <button type="button" className={`${button.plain} min-h-16`} onClick={onTakeAway}>
      {say('discount.take_away')}
    </button>
  );
}

function KindChoice({ type, onType }: { type: Discount['type']; onType: (type: Discount['type']) => void }) {
  const say = useSay();
  const kind = (value: Discount['type'], face: string) => (
    <button
      type="button"
      aria-pressed={type === value}
      className={button.choice}
      onClick={() => {
        onType(value);
      }}
    >
      {face}
    </button>
  );
  return (
    <fieldset aria-label={say('discount.kind')} className="grid grid-cols-2 gap-2">
      {kind('percentage', say('discount.percentage'))}
      {kind('fixed_amount', say('discount.amount'))}
    </fieldset>
  );
}

/** A cashier is told how much may be given before typing it. */
function useLimitLabel(): string {
  const say = useSay();
  const { rate } = useFormat();
  const cashier = usePerson((state) => state.person?.role === 'cashier');
  const limit = useShelf((shelf) => shelf.index?.catalogue.policy.cashier_discount_limit ?? '0');
  return cashier ? say('discount.up_to', { limit: rate(new Decimal(limit).div(100).toFixed()) }) : say('sell.discount');
}
