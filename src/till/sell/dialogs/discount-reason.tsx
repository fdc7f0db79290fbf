import { useState } from 'react';
import { button } from '#ui/button.ts';
import { Field } from '#ui/field.tsx';
import { useSay } from '#ui/words/words.tsx';

const REASONS = ['regular', 'damaged', 'price_match'] as const;

/** Why a discount is given: one of the usual reasons, or one in other words. */
export function DiscountReason({ reason, onReason }: { reason: string; onReason: (reason: string) => void }) {
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
