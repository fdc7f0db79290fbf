import { type FormEvent, useState } from 'react';
import { button } from '#ui/button.ts';
import { Dialog } from '#ui/dialog.tsx';
import { useFormat } from '#ui/format.tsx';
import { Keypad } from '#ui/keypad.tsx';
import { pressKey } from '#ui/keypad-entry.ts';
import { NumberEntry } from '#ui/number-entry.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useSale, useTill } from '../../till-context.tsx';
import { useAttempt } from './use-attempt.ts';

/** How much of one line. */
export function QuantityForm({ lineId, onDone }: { lineId: string; onDone: () => void }) {
  const say = useSay();
  const format = useFormat();
  const { desk } = useTill();
  const line = useSale((state) => state.sale?.lines.find((known) => known.lineId === lineId));
  const [typed, setTyped] = useState('');
  const { refusal, attempt, clear } = useAttempt();
  if (line === undefined) {
    return null;
  }
  const { unit, name } = line.product;

  const type = (text: string) => {
    setTyped(text);
    clear();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed === '') {
      onDone();
      return;
    }
    void attempt(() => desk.setQuantity(lineId, typed)).then((done) => {
      if (done) {
        onDone();
      }
    });
  };

  return (
    <Dialog title={format.name(name)} closeLabel={say('close')} onClose={onDone}>
      <form onSubmit={submit} className="grid gap-4">
        <NumberEntry
          label={unit === 'kg' ? say('sell.weight') : say('sell.quantity')}
          typed={typed}
          onTyped={type}
          standing={format.quantity(line.quantity, unit)}
          after={unit === 'kg' ? 'kg' : undefined}
          error={refusal === null ? undefined : `${refusal.what} ${refusal.advice}`}
        />
        <Keypad
          onKey={(key) => {
            type(pressKey(typed, key, { whole: 5, decimals: unit === 'kg' ? 3 : 0 }));
          }}
        />
        <button type="submit" className={button.main}>
          {say('sell.set_quantity')}
        </button>
      </form>
    </Dialog>
  );
}
