import { type FormEvent, useState } from 'react';
import type { Product } from '#core/catalogue/catalogue.ts';
import { Decimal, roundedAmount } from '#core/money/money.ts';
import { parseQuantity } from '#core/quantity/parse-quantity.ts';
import { button } from '#ui/button.ts';
import { Dialog } from '#ui/dialog.tsx';
import { useFormat } from '#ui/format.tsx';
import { Keypad } from '#ui/keypad.tsx';
import { pressKey } from '#ui/keypad-entry.ts';
import { NumberEntry } from '#ui/number-entry.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useDevice, useTill } from '../../till-context.tsx';
import { useScale } from '../../use-scale.ts';
import { ScaleWeight } from './scale-weight.tsx';
import { useAttempt } from './use-attempt.ts';

interface WeightFormProps {
  product: Product;
  /** The red row that asked for the weight, where one did. */
  missId: string | undefined;
  onDone: () => void;
}

const OTHER_WAY = `${button.plain} min-h-18 w-full justify-between px-5.5 text-xl`;

/** What the scale shows, taken from it or typed: goods by weight become a line only with it. */
export function WeightForm({ product, missId, onDone }: WeightFormProps) {
  const say = useSay();
  const format = useFormat();
  const { desk } = useTill();
  const currency = useDevice((device) => device.registration?.currency ?? 'USD');
  const [typed, setTyped] = useState('');
  const { refusal, refuse, clear } = useAttempt();
  const weight = parseQuantity(typed, product.unit);
  // With a scale at hand, typing is the other way; the one way forward is taking what it shows.
  const typing = useScale().kind === 'none' || typed !== '';
  const priceOf = (kg: string) => format.money.full(roundedAmount(new Decimal(product.unit_price).times(kg), currency));

  const type = (text: string) => {
    setTyped(text);
    clear();
  };
  const add = (kg: string) => {
    const added = missId === undefined ? desk.addProduct(product, kg) : desk.answerMiss(missId, product, kg);
    void added.then(onDone);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (weight.ok) {
      add(weight.quantity);
    } else {
      refuse(weight.problem);
    }
  };

  return (
    <Dialog title={format.name(product.name)} closeLabel={say('close')} onClose={onDone}>
      <form onSubmit={submit} className="grid gap-4">
        <ScaleWeight priceOf={priceOf} onTake={add} />
        <NumberEntry
          label={say('sell.weight_of', { price: format.money.plain(product.unit_price) })}
          typed={typed}
          onTyped={type}
          standing={format.quantity('0', 'kg')}
          after="kg"
          error={refusal === null ? undefined : `${refusal.what} ${refusal.advice}`}
        />
        <Keypad
          onKey={(key) => {
            type(pressKey(typed, key, { whole: 4, decimals: 3 }));
          }}
        />
        <button type="submit" className={typing ? button.wide : OTHER_WAY}>
          <span>{say('sell.add_weighed')}</span>
          <span>{weight.ok ? priceOf(weight.quantity) : ''}</span>
        </button>
      </form>
    </Dialog>
  );
}
