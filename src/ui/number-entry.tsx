import { type ReactNode, type RefObject, useId, useRef } from 'react';
import { useFormat } from './format.tsx';
import { useFirstFocus } from './use-first-focus.ts';

interface NumberEntryProps {
  label: string;
  /** What is typed, with "." as decimal sign; whatever else was typed stays as it is, to be refused in words. */
  typed: string;
  onTyped: (typed: string) => void;
  /** What counts while nothing is typed. */
  standing?: string | undefined;
  /** Said with the field: what is wrong, or what a figure comes to. */
  error?: string | undefined;
  /** Stands after the figure: a unit, a percent sign. */
  after?: ReactNode;
  field?: RefObject<HTMLInputElement | null>;
}

/**
 * A figure to be typed by keypad or keyboard. The screen keyboard of a tablet stays away, for the keypad is there; the
 * field takes the focus so that a keyboard types into it at once.
 */
export function NumberEntry(props: NumberEntryProps) {
  const { label, typed, onTyped, standing, error, after, field } = props;
  const id = useId();
  const { money } = useFormat();
  const own = useRef<HTMLInputElement>(null);
  const input = field ?? own;
  useFirstFocus(input);
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1.5 block text-muted">
        {label}
      </label>
      <div className="flex items-center gap-3">
        <input
          ref={input}
          id={id}
          type="text"
          inputMode="none"
          autoComplete="off"
          maxLength={16}
          value={typed.replace('.', money.decimalSign)}
          placeholder={standing}
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined ? undefined : `${id}-error`}
          onChange={(event) => {
            onTyped(event.target.value.replace(',', '.'));
          }}
          className="h-16 w-full min-w-0 rounded-card border border-edge bg-paper px-3 text-3xl font-bold focus-visible:outline-offset-0 aria-invalid:border-bad lg:text-4xl"
        />
        {after === undefined ? null : <span className="text-2xl font-semibold text-muted">{after}</span>}
      </div>
      {error === undefined ? null : (
        <p id={`${id}-error`} role="alert" className="mt-2 font-semibold text-bad">
          {error}
        </p>
      )}
    </div>
  );
}
