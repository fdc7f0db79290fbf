import { type FormEvent, useId, useState } from 'react';
import { button } from '#ui/button.ts';
import { Dialog } from '#ui/dialog.tsx';
import { fieldLook } from '#ui/field.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useSale, useTill } from '../../till-context.tsx';
import { useAttempt } from './use-attempt.ts';

/** A few words that stay with the sale. */
export function NoteForm({ onDone }: { onDone: () => void }) {
  const say = useSay();
  const { desk } = useTill();
  const id = useId();
  const standing = useSale((state) => state.sale?.note ?? '');
  const [note, setNote] = useState(standing);
  const { refusal, attempt, clear } = useAttempt();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attempt(() => desk.setNote(note)).then((done) => {
      if (done) {
        onDone();
      }
    });
  };
  return (
    <Dialog title={say('note.title')} closeLabel={say('close')} onClose={onDone}>
      <form onSubmit={submit} className="grid gap-4">
        <div>
          <label htmlFor={id} className="mb-1.5 block text-muted">
            {say('note.label')}
          </label>
          <textarea
            id={id}
            rows={4}
            maxLength={500}
            value={note}
            aria-invalid={refusal !== null}
            aria-describedby={refusal === null ? undefined : `${id}-error`}
            className={`${fieldLook} py-3`}
            onChange={(event) => {
              setNote(event.target.value);
              clear();
            }}
          />
          {refusal === null ? null : (
            <p id={`${id}-error`} role="alert" className="mt-1.5 font-semibold text-bad">
              {refusal.what} {refusal.advice}
            </p>
          )}
        </div>
        <button type="submit" className={button.main}>
          {say('note.keep')}
        </button>
      </form>
    </Dialog>
  );
}
