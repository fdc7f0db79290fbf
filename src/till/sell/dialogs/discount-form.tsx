import { type FormEvent, useState } from 'react';
import { currencyDecimals, Decimal } from '#core/money/money.ts';
import type { Discount } from '#core/sale/sale.ts';
import { button } from '#ui/button.ts';
import { Dialog } from '#ui/dialog.tsx';
import { Field } from '#ui/field.tsx';
import { useFormat } from '#ui/format.tsx';
import { Keypad } from '#ui/keypad.tsx';
import { pressKey } from '#ui/keypad-entry.ts';
import { NumberEntry } from '#ui/number-entry.tsx';
import { useSay } from '#ui/words/words.tsx';
import { usePerson, useSale, useShelf, useTill } from '../../till-context.tsx';
import { useAttempt } from './use-attempt.ts';

const REASONS = ['regular', 'damaged', 'price_match'] as const;

/** A discount by hand: on one line, or on the whole sale when `lineId` is null. */
export function DiscountForm({ lineId, onDone }: { lineId: string | null; onDone: () => void }) {
  const say = useSay();
  const format = useFormat();
  const { desk } = useTill();
  const sale = useSale((state) => state.sale);
  const cashier = usePerson((state) => state.person?.role === 'cashier');
  const limit = useShelf((shelf) => shelf.index?.catalogue.policy.cashier_discount_limit ?? '0');
  const line = sale?.lines.find((known) => known.lineId === lineId);
  const standing = lineId === null ? (sale?.discount ?? null) : (line?.discount ?? null);
  const [type, setType] = useState<Discount['type']>(standing?.type ?? 'percentage');
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState<string>(standing?.reason ?? say('discount.reasons.regular'));
  const { refusal, attempt, clear } = useAttempt();
  if (sale === null) {
    return null;
  }

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
  const kind = (value: Discount['type'], face: string) => (
    <button
      type="button"
      aria-pressed={type === value}
      className={button.choice}
      onClick={() => {
        setType(value);
        setTyped('');
        clear();
      }}
    >
      {face}
    </button>
  );

  return (
    <Dialog
      title={
        line === undefined ? say('discount.of_sale') : say('discount.of_line', { name: format.name(line.product.name) })
      }
      closeLabel={say('close')}
      onClose={onDone}
    >
      <form onSubmit={submit} className="grid gap-4">
        <fieldset aria-label={say('discount.kind')} className="grid grid-cols-2 gap-2">
          {kind('percentage', say('discount.percentage'))}
          {kind('fixed_amount', say('discount.amount'))}
        </fieldset>
        <NumberEntry
          label={cashier ? say('discount.up_to', { limit: format.rate(shareOf(limit)) }) : say('sell.discount')}
          typed={typed}
          onTyped={(text) => {
            setTyped(text);
            clear();
          }}
          standing={standing?.value ?? '0'}
          after={type === 'percentage' ? '%' : sale.currency}
          error={refusal === null ? undefined : `${refusal.what} ${refusal.then}`}
        />
        <Keypad
          label={say('sell.discount')}
          onKey={(key) => {
            const decimals = type === 'percentage' ? 2 : currencyDecimals(sale.currency);
            setTyped(pressKey(typed, key, { whole: type === 'percentage' ? 3 : 6, decimals }));
            clear();
          }}
        />
        <Reason reason={reason} onReason={setReason} />
        <div className="flex gap-2">
          {standing === null ? null : (
            <button
              type="button"
              className={`${button.plain} min-h-16`}
              onClick={() => {
                give(null);
              }}
            >
              {say('discount.take_away')}
            </button>
          )}
          <button type="submit" className={`${button.main} flex-1`}>
            {say('discount.give')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function shareOf(percent: string): string {
  return new Decimal(percent).div(100).toFixed();
}

/** Why: one of the usual reasons, or one in other words. */
function Reason({ reason, onReason }: { reason: string; onReason: (reason: string) => void }) {
  const say = useSay();
  const usual = REASONS.map((key) => say(`discount.reasons.${key}`));
  const [other, setOther] = useState(!usual.includes(reason));
  const chip = (face: string, pressed: boolean, choose: () => void) => (
    <button key={face} type="button" aria-pressed={pressed} onClick={choose} className={button.chip}>
      {face}
    </button>
  );
  return (
    <fieldset>
      <legend className="mb-1.5 text-muted">{say('discount.reason')}</legend>
      <div className="flex flex-wrap gap-2">
        {usual.map((face) =>
          chip(face, !other && reason === face, () => {
            setOther(false);
            onReason(face);
          }),
        )}
        {chip(say('discount.other'), other, () => {
          setOther(true);
          onReason('');
        })}
      </div>
      {other ? (
        <Field
          className="mt-3"
          label={say('discount.other_reason')}
          value={reason}
          maxLength={200}
          onChange={(event) => {
            onReason(event.target.value);
          }}
        />
      ) : null}
    </fieldset>
  );
}
